namespace Microkernel.Drivers.Heartbeat.Engine;

/// <summary>Time since the engine started; it never jumps.</summary>
internal sealed class MonotonicTime(TimeProvider provider)
{
    private readonly long _origin = provider.GetTimestamp();

    /// <summary>Time since the start.</summary>
    public TimeSpan Now => provider.GetElapsedTime(_origin);

    /// <summary>The wall clock, for what people read.</summary>
    public DateTimeOffset Wall => provider.GetUtcNow();
}
