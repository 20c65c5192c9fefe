using Google.Protobuf;
using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Hosting;

/// <summary>A proposal that somebody on this member waits for.</summary>
internal sealed class PendingProposal(ByteString? command, MembershipTransition? transition, long deadline)
{
    private readonly TaskCompletionSource<object?> _completion =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ByteString? Command { get; } = command;

    public MembershipTransition? Transition { get; } = transition;

    /// <summary>When to give up, by the time provider's timestamp.</summary>
    public long Deadline { get; } = deadline;

    /// <summary>When it was made, by the time provider's timestamp.</summary>
    public long Started { get; init; }

    /// <summary>The sequence of its present proposal id; 0 while it waits to be proposed.</summary>
    public ulong Sequence { get; set; }

    /// <summary>The term in which it was proposed.</summary>
    public ulong Term { get; set; }

    /// <summary>The tick at which it was last sent to the leader; null once the leader has it.</summary>
    public long? SentTick { get; set; }

    public Task<object?> Completion => _completion.Task;

    public void Succeed(object? result) => _completion.TrySetResult(result);

    public void Fail(Exception exception) => _completion.TrySetException(exception);

    public void Cancel(CancellationToken cancellationToken) => _completion.TrySetCanceled(cancellationToken);
}
