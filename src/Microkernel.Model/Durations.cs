using Google.Protobuf.WellKnownTypes;

namespace Microkernel.Model;

/// <summary>Reads protobuf durations that a client may have filled with anything.</summary>
public static class Durations
{
    private const long SecondsMax = 315_576_000_000;

    /// <summary>Returns the duration, or null when it is unset or not a valid one.</summary>
    public static TimeSpan? ToTimeSpanOrNull(this Duration? duration) =>
        duration is not null && IsValid(duration) ? duration.ToTimeSpan() : null;

    /// <summary>Tells whether seconds and nanoseconds are in range and of one sign.</summary>
    public static bool IsValid(Duration duration) =>
        Math.Abs(duration.Seconds) <= SecondsMax
        && Math.Abs((long)duration.Nanos) <= 999_999_999
        && (duration.Seconds == 0 || duration.Nanos == 0 || Math.Sign(duration.Seconds) == Math.Sign(duration.Nanos));
}
