using Microkernel.Store.Replication;

namespace Microkernel.Store.Tests;

/// <summary>A store of one member without consensus.</summary>
internal sealed class TestStore
{
    public TestStore(StoreOptions? options = null, TimeProvider? time = null)
    {
        Machine = new StoreStateMachine(time ?? TimeProvider.System);
        Store = new ReplicatedKeyValueStore(new SingleMemberLog(Machine), Machine, options ?? new StoreOptions());
    }

    public StoreStateMachine Machine { get; }

    public ReplicatedKeyValueStore Store { get; }
}
