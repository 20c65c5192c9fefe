using Etcdserverpb;

namespace Microkernel.Store.Tests.Watching;

/// <summary>Watches with random ranges and options, over keys k00 to k19 and what lies around them.</summary>
internal static class RandomWatches
{
    /// <summary>Returns a watch that begins at a revision.</summary>
    public static WatchCreateRequest From(long startRevision, Random random)
    {
        bool single = random.Next(3) == 0;
        var request = new WatchCreateRequest
        {
            Key = Keys.Bytes($"k{random.Next(20):d2}"),
            RangeEnd = Keys.Bytes(single ? "" : random.Next(2) == 0 ? "\0" : "k25"),
            StartRevision = startRevision,
            PrevKv = random.Next(2) == 0,
            ProgressNotify = true,
        };
        if (random.Next(4) == 0)
            request.Filters.Add(WatchCreateRequest.Types.FilterType.Noput);
        if (random.Next(4) == 0)
            request.Filters.Add(WatchCreateRequest.Types.FilterType.Nodelete);
        return request;
    }
}
