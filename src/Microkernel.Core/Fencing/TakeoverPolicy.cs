using Microkernel.Consensus;
using Microkernel.Driver.V1;

namespace Microkernel.Core.Fencing;

/// <summary>What is known when a node asks itself whether to take over.</summary>
/// <param name="Status">What consensus says.</param>
/// <param name="Peer">What the rings say of the other voter; null when nothing.</param>
/// <param name="Listening">How long this node's heartbeat driver has listened; null when it does not.</param>
/// <param name="SinceAnswer">How long ago the other's core last answered; null when it never has.</param>
/// <param name="Timeout">How long a node is silent before it is lost.</param>
/// <param name="FencingEnabled">Whether the cluster fences at all.</param>
internal sealed record TakeoverInput(
    RaftStatus Status, PeerState? Peer, TimeSpan? Listening, TimeSpan? SinceAnswer, TimeSpan Timeout,
    bool FencingEnabled);

/// <summary>
/// Decides whether one of two voters may fence the other in order to go on alone. Pure. It is the only case in which a
/// node fences without being a leader that a quorum elected.
/// </summary>
internal static class TakeoverPolicy
{
    /// <summary>The other of exactly two voters; null when there are more, or fewer, or this one is none.</summary>
    public static ulong? Other(RaftStatus status)
    {
        var voters = status.Voters.Union(status.OutgoingVoters).ToList();
        return voters.Count == 2 && status.Voters.Contains(status.Id)
            && (status.OutgoingVoters.Count == 0 || status.OutgoingVoters.Contains(status.Id))
            ? voters.Single(id => id != status.Id)
            : null;
    }

    /// <summary>Says what stands against it; null when nothing does.</summary>
    public static string? Objection(TakeoverInput input)
    {
        var status = input.Status;
        if (Other(status) is null) return "this node is not one of exactly two voters";
        if (status.HasQuorum) return "there is a quorum";
        if (!status.MayTakeOver) return "this node has not met the other since it started";
        if (status.IsDiskStalled) return "this node's disk does not answer";
        if (!input.FencingEnabled) return "fencing is switched off";
        if (input.Listening is not { } listening) return "no heartbeat driver listens, so nothing follows from silence";
        if (input.SinceAnswer < input.Timeout) return "the other's core answered just now";
        // It said goodbye: whoever switches a node off in order does not want it fenced.
        if (input.Peer == PeerState.Left) return "the other left in order";
        if (input.Peer != PeerState.Silent && (input.Peer is not null || listening < input.Timeout * 2))
            return "the other is heard";
        return null;
    }
}
