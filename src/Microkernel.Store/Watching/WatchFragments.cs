using Etcdserverpb;
using Mvccpb;

namespace Microkernel.Store.Watching;

/// <summary>Makes responses of a watch's events, in pieces for a client that asked for that.</summary>
internal static class WatchFragments
{
    /// <param name="watcher">The watch.</param>
    /// <param name="events">Its events; not empty.</param>
    /// <param name="sizeBytesMax">The size beyond which a piece gets no more events, in bytes.</param>
    /// <param name="header">Makes a header for the last event's revision.</param>
    public static IEnumerable<WatchResponse> Split(
        Watcher watcher, List<Event> events, int sizeBytesMax, Func<long, ResponseHeader> header)
    {
        var response = New();
        int size = 0;
        foreach (var change in events)
        {
            int more = watcher.Fragment ? change.CalculateSize() : 0;
            if (size > 0 && size + more > sizeBytesMax)
            {
                response.Fragment = true;
                yield return response;
                response = New();
                size = 0;
            }

            response.Events.Add(change);
            size += more;
        }

        yield return response;

        WatchResponse New() => new() { WatchId = watcher.Id, Header = header(events[^1].Kv.ModRevision) };
    }
}
