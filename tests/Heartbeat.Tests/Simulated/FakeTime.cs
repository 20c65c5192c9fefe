namespace Microkernel.Drivers.Heartbeat.Tests.Simulated;

/// <summary>Time that moves only when a test says so.</summary>
internal sealed class FakeTime : TimeProvider
{
    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Time since the test began.</summary>
    public TimeSpan Now { get; private set; }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Moves on to a time; never back.</summary>
    public void MoveTo(TimeSpan time) => Now = time > Now ? time : Now;

    /// <inheritdoc/>
    public override long GetTimestamp() => Now.Ticks;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Epoch + Now;
}
