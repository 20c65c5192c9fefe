namespace Microkernel.Consensus.Bench;

/// <summary>A state machine that costs nothing: it counts.</summary>
internal sealed class BenchMachine : IStateMachine
{
    private long _count;

    public object? Apply(ulong index, ReadOnlyMemory<byte> command)
    {
        _count++;
        return null;
    }

    public IStateMachineSnapshot CaptureSnapshot() => new Snapshot(_count);

    public void Restore(Stream snapshot)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        snapshot.ReadExactly(bytes);
        _count = BitConverter.ToInt64(bytes);
    }

    private sealed class Snapshot(long count) : IStateMachineSnapshot
    {
        public void WriteTo(Stream destination) => destination.Write(BitConverter.GetBytes(count));

        public void Dispose()
        {
        }
    }
}
