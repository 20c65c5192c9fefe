using Microkernel.Store.Replication;

namespace Microkernel.Store.Tests;

/// <summary>A log of one member that applies at once and keeps nothing: the state machine without consensus.</summary>
internal sealed class SingleMemberLog(StoreStateMachine machine) : IReplicatedLog
{
    private readonly Lock _order = new();
    private ulong _index;

    public ulong ClusterId => 7;

    public ulong MemberId => 1;

    public ulong Term => 1;

    public ulong LeaderId => 1;

    public Task<object?> ProposeAsync(ReadOnlyMemory<byte> command, CancellationToken cancellationToken)
    {
        lock (_order)
            return Task.FromResult(machine.Apply(++_index, command));
    }

    public Task WaitForReadAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
