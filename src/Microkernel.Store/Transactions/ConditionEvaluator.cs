using Etcdserverpb;
using Microkernel.Store.Mvcc;
using Mvccpb;

namespace Microkernel.Store.Transactions;

/// <summary>Decides whether a transaction's conditions hold.</summary>
internal static class ConditionEvaluator
{
    private static readonly KeyValue Missing = new();

    /// <summary>Tells whether all of a transaction's own conditions hold.</summary>
    public static bool Holds(in MvccView view, TxnRequest request)
    {
        foreach (var condition in request.Compare)
        {
            if (!Holds(view, condition))
                return false;
        }

        return true;
    }

    private static bool Holds(in MvccView view, Compare condition)
    {
        var cursor = new KeyCursor(view.Root, new KeyRange(condition.Key, condition.RangeEnd));
        bool any = false;
        while (cursor.MoveNext())
        {
            if (!cursor.Current.IsLive)
                continue;
            any = true;
            if (!Holds(condition, cursor.Current.Data))
                return false;
        }

        // Nothing there: no value relates to anything, but revisions, version and lease are 0.
        return any || (condition.Target != Compare.Types.CompareTarget.Value && Holds(condition, Missing));
    }

    private static bool Holds(Compare condition, KeyValue data)
    {
        int order = condition.Target switch
        {
            Compare.Types.CompareTarget.Version => data.Version.CompareTo(condition.Version),
            Compare.Types.CompareTarget.Create => data.CreateRevision.CompareTo(condition.CreateRevision),
            Compare.Types.CompareTarget.Mod => data.ModRevision.CompareTo(condition.ModRevision),
            Compare.Types.CompareTarget.Lease => data.Lease.CompareTo(condition.Lease),
            _ => data.Value.Span.SequenceCompareTo(condition.Value.Span),
        };
        return condition.Result switch
        {
            Compare.Types.CompareResult.Equal => order == 0,
            Compare.Types.CompareResult.NotEqual => order != 0,
            Compare.Types.CompareResult.Greater => order > 0,
            Compare.Types.CompareResult.Less => order < 0,
            _ => true,
        };
    }
}
