using Microkernel.Store.Mvcc;
using Microkernel.Store.Watching;

namespace Microkernel.Store.Replication;

/// <summary>This member's copy of the store, and who watches it.</summary>
internal sealed class StoreReplica
{
    public StoreReplica()
    {
        Contents = new StoreContents(Gate);
        Watches = new WatchHub(this);
    }

    /// <summary>Guards the contents; held briefly.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Gets what is stored; use under the gate.</summary>
    public StoreContents Contents { get; private set; }

    public WatchHub Watches { get; }

    /// <summary>Returns the keys as they are now.</summary>
    public MvccView View()
    {
        lock (Gate)
            return Contents.Keys.View();
    }

    /// <summary>Takes over a state that the leader sent.</summary>
    public void Replace(StoreContents contents)
    {
        lock (Gate)
        {
            long before = Contents.Keys.Revision;
            Contents = contents;
            Watches.Restart(before);
        }
    }
}
