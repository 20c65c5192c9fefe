namespace Microkernel.Consensus;

/// <summary>What consensus replicates: a deterministic machine that is driven by commands in log order.</summary>
public interface IStateMachine
{
    /// <summary>
    /// Applies one committed command. Called in log order, from one thread at a time. An exception stops the member,
    /// for the state would differ from that of the others.
    /// </summary>
    /// <param name="index">The command's place in the log; rises, with gaps.</param>
    /// <param name="command">The command; valid for as long as it is referenced.</param>
    /// <returns>The result, handed to the proposer if it is on this member.</returns>
    object? Apply(ulong index, ReadOnlyMemory<byte> command);

    /// <summary>
    /// Captures the present state, on the thread that applies, so it should be cheap: writing follows on another thread
    /// while commands go on being applied.
    /// </summary>
    IStateMachineSnapshot CaptureSnapshot();

    /// <summary>Replaces the state by that of a snapshot. Called on the thread that applies.</summary>
    void Restore(Stream snapshot);
}

/// <summary>A state that was captured and no longer changes.</summary>
public interface IStateMachineSnapshot : IDisposable
{
    /// <summary>Writes the state in the form that <see cref="IStateMachine.Restore"/> reads.</summary>
    void WriteTo(Stream destination);
}
