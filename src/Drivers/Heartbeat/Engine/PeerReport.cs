namespace Microkernel.Drivers.Heartbeat.Engine;

/// <summary>What all rings together hear of a peer.</summary>
/// <param name="Node">Name of the node.</param>
/// <param name="Standing">Whether it is heard.</param>
/// <param name="LastHeard">When it was last heard on any ring; null when never.</param>
/// <param name="Links">Ring by ring.</param>
/// <param name="CoreAttached">Whether the peer's core watches its driver.</param>
/// <param name="CoreEpoch">Epoch of the peer's core; 0 when unknown.</param>
/// <param name="IsDeaf">Whether it is heard and hears us on no ring.</param>
/// <param name="Obstacle">Why it is not heard although something comes from it; empty when nothing is known.</param>
/// <param name="Lateness">Worst late wake-up that it told of itself lately.</param>
internal sealed record PeerReport(
    string Node,
    PeerStanding Standing,
    DateTimeOffset? LastHeard,
    IReadOnlyList<LinkReport> Links,
    bool CoreAttached,
    ulong CoreEpoch,
    bool IsDeaf,
    string Obstacle,
    TimeSpan Lateness);

/// <summary>One ring's view of a peer.</summary>
/// <param name="Ring">Name of the ring.</param>
/// <param name="Heard">Whether the peer is heard on this ring.</param>
/// <param name="LossRatio">Share of beats lost lately, 0 to 1.</param>
/// <param name="RoundTrip">Smoothed round trip; null until measured.</param>
/// <param name="Jitter">Smoothed jitter of arrival.</param>
/// <param name="Silence">Since it was last heard on this ring; null when never.</param>
/// <param name="IsDeaf">Whether it is heard on this ring and does not hear us there.</param>
internal sealed record LinkReport(
    string Ring, bool Heard, double LossRatio, TimeSpan? RoundTrip, TimeSpan Jitter, TimeSpan? Silence, bool IsDeaf);

/// <summary>Whether a peer is heard.</summary>
internal enum PeerStanding
{
    /// <summary>Never heard since the engine started.</summary>
    Unknown,

    /// <summary>Heard on at least one ring.</summary>
    Heard,

    /// <summary>Silent on every ring for longer than the bound.</summary>
    Silent,

    /// <summary>Said that it leaves.</summary>
    Left,
}
