using Microkernel.Drivers.Heartbeat.Wire;

namespace Microkernel.Drivers.Heartbeat.Engine;

/// <summary>The names that the beats of a link carry.</summary>
/// <param name="Sent">When we send to the peer alone.</param>
/// <param name="Received">When the peer sends to us alone.</param>
/// <param name="ReceivedByGroup">When the peer sends to the ring's group; null when the ring has none.</param>
internal sealed record LinkNames(BeatNames Sent, BeatNames Received, BeatNames? ReceivedByGroup)
{
    /// <summary>The names with which a beat must come.</summary>
    public BeatNames Expected(BeatFlags flags) =>
        flags.HasFlag(BeatFlags.ToGroup) && ReceivedByGroup is { } group ? group : Received;
}
