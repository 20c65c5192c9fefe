using Microkernel.Store.Mvcc;
using Mvccpb;

namespace Microkernel.Store.Watching;

/// <summary>Makes events of changes.</summary>
internal static class WatchEvents
{
    public static Event Of(KeyVersion change, bool withPrevious)
    {
        var made = new Event
        {
            Type = change.IsLive ? Event.Types.EventType.Put : Event.Types.EventType.Delete,
            Kv = change.Data,
        };
        if (withPrevious && change.PreviousData is { } before)
            made.PrevKv = before;
        return made;
    }
}
