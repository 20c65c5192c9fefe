namespace Microkernel.Consensus;

public interface IStateMachine
{
    object? Apply(ulong index, ReadOnlyMemory<byte> command);
    IStateMachineSnapshot CaptureSnapshot();
    void Restore(Stream snapshot);
}

public interface IStateMachineSnapshot : IDisposable
{
    void WriteTo(Stream destination);
}
