namespace Simulation.World;

/// <summary>The simulation's clock, in milliseconds that only the simulation lets pass.</summary>
internal sealed class SimulatedTime : TimeProvider
{
    public long NowMs { get; set; }

    public override long TimestampFrequency => 1000;

    public override long GetTimestamp() => NowMs;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddMilliseconds(NowMs);
}
