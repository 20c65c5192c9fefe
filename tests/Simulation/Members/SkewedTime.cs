namespace Simulation.Members;

/// <summary>A member's own clock: it began at some other moment, and runs faster or slower than the world's.</summary>
/// <param name="world">The world's clock.</param>
/// <param name="offsetMs">What it was ahead at the beginning.</param>
/// <param name="tickMs">The world's milliseconds in ten of its own.</param>
internal sealed class SkewedTime(TimeProvider world, long offsetMs, int tickMs) : TimeProvider
{
    public override long TimestampFrequency => 1000;

    public override long GetTimestamp() => offsetMs + (world.GetTimestamp() * 10 / tickMs);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddMilliseconds(GetTimestamp());
}
