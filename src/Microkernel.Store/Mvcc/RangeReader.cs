using Etcdserverpb;
using Mvccpb;

namespace Microkernel.Store.Mvcc;

/// <summary>Answers range requests from a view.</summary>
internal static class RangeReader
{
    /// <summary>Reads a range.</summary>
    /// <param name="view">The state.</param>
    /// <param name="request">What to read; checked before.</param>
    /// <param name="revision">The store's revision, for the header.</param>
    /// <param name="response">The keys, if there is no error.</param>
    /// <returns>Why it cannot be read, or null.</returns>
    public static StoreError? Read(in MvccView view, RangeRequest request, long revision, out RangeResponse? response)
    {
        response = null;
        if (Check(request, view.Revision, view.CompactRevision) is { } error)
            return error;
        long at = request.Revision <= 0 ? view.Revision : request.Revision;
        var range = new KeyRange(request.Key, request.RangeEnd);
        var result = new RangeResponse { Header = new ResponseHeader { Revision = revision } };
        if (request.CountOnly && at == view.Revision && !range.IsSingle)
            result.Count = KeyCount.Of(view.Root, range);
        else if (Sorts(request) || Filters(request))
            ReadSorted(view, request, range, at, result);
        else
            ReadInOrder(view, request, range, at, result);
        if (!view.StillHolds(at))
            return StoreError.Compacted;
        response = result;
        return null;
    }

    /// <summary>Reads the newest version of one key; the request has no revision.</summary>
    /// <param name="head">The newest version, which may be a deletion.</param>
    /// <param name="request">In which form.</param>
    /// <param name="revision">The store's revision, for the header.</param>
    public static RangeResponse ReadOne(KeyVersion? head, RangeRequest request, long revision)
    {
        var result = new RangeResponse { Header = new ResponseHeader { Revision = revision } };
        if (head is not { IsLive: true })
            return result;
        result.Count = 1;
        if (!request.CountOnly && Passes(head.Data, request))
            result.Kvs.Add(Shape(head.Data, request));
        return result;
    }

    /// <summary>Tells whether a revision can be read.</summary>
    public static StoreError? Check(RangeRequest request, long revision, long compactRevision)
    {
        if (request.Revision > revision)
            return StoreError.FutureRevision;
        return request.Revision > 0 && request.Revision < compactRevision ? StoreError.Compacted : null;
    }

    private static bool Sorts(RangeRequest request) =>
        request.SortOrder == RangeRequest.Types.SortOrder.Descend
        || request.SortTarget != RangeRequest.Types.SortTarget.Key;

    private static bool Filters(RangeRequest request) =>
        (request.MinModRevision | request.MaxModRevision | request.MinCreateRevision | request.MaxCreateRevision) != 0;

    private static void ReadInOrder(
        in MvccView view, RangeRequest request, in KeyRange range, long at, RangeResponse result)
    {
        var cursor = new KeyCursor(view.Root, range);
        long limit = request.CountOnly ? 0 : request.Limit > 0 ? request.Limit : long.MaxValue;
        while (cursor.MoveNext())
        {
            if (cursor.Current.LiveAt(at) is not { } version)
                continue;
            result.Count++;
            if (result.Count <= limit)
            {
                result.Kvs.Add(Shape(version.Data, request));
                continue;
            }

            if (request.CountOnly)
                continue;
            result.More = true;
            if (at != view.Revision)
                continue;
            // The rest need not be visited to be counted.
            result.Count = KeyCount.Of(view.Root, range);
            return;
        }
    }

    private static void ReadSorted(
        in MvccView view, RangeRequest request, in KeyRange range, long at, RangeResponse result)
    {
        var found = new List<KeyValue>();
        var cursor = new KeyCursor(view.Root, range);
        while (cursor.MoveNext())
        {
            if (cursor.Current.LiveAt(at) is not { } version)
                continue;
            result.Count++;
            if (!request.CountOnly && Passes(version.Data, request))
                found.Add(version.Data);
        }

        if (request.CountOnly)
            return;
        if (Sorts(request))
            found = Sort(found, request);
        int take = request.Limit > 0 ? (int)Math.Min(request.Limit, found.Count) : found.Count;
        result.More = take < found.Count;
        for (int i = 0; i < take; i++)
            result.Kvs.Add(Shape(found[i], request));
    }

    private static List<KeyValue> Sort(List<KeyValue> found, RangeRequest request)
    {
        var comparer = Comparer(request.SortTarget);
        bool descending = request.SortOrder == RangeRequest.Types.SortOrder.Descend;
        return descending ? [.. found.OrderDescending(comparer)] : [.. found.Order(comparer)];
    }

    private static Comparer<KeyValue> Comparer(RangeRequest.Types.SortTarget target) => Comparer<KeyValue>.Create(
        target switch
        {
            RangeRequest.Types.SortTarget.Version => (a, b) => a.Version.CompareTo(b.Version),
            RangeRequest.Types.SortTarget.Create => (a, b) => a.CreateRevision.CompareTo(b.CreateRevision),
            RangeRequest.Types.SortTarget.Mod => (a, b) => a.ModRevision.CompareTo(b.ModRevision),
            RangeRequest.Types.SortTarget.Value => (a, b) => a.Value.Span.SequenceCompareTo(b.Value.Span),
            _ => (a, b) => a.Key.Span.SequenceCompareTo(b.Key.Span),
        });

    private static bool Passes(KeyValue data, RangeRequest request) =>
        (request.MinModRevision == 0 || data.ModRevision >= request.MinModRevision)
        && (request.MaxModRevision == 0 || data.ModRevision <= request.MaxModRevision)
        && (request.MinCreateRevision == 0 || data.CreateRevision >= request.MinCreateRevision)
        && (request.MaxCreateRevision == 0 || data.CreateRevision <= request.MaxCreateRevision);

    private static KeyValue Shape(KeyValue data, RangeRequest request) => !request.KeysOnly
        ? data
        : new KeyValue
        {
            Key = data.Key,
            CreateRevision = data.CreateRevision,
            ModRevision = data.ModRevision,
            Version = data.Version,
            Lease = data.Lease,
        };
}
