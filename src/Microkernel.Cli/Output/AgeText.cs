using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace Microkernel.Cli.Output;

/// <summary>Says how long ago something was, in one unit or two, as kubectl does.</summary>
internal static class AgeText
{
    /// <summary>Returns the age of a moment, or an empty text where it is not known.</summary>
    public static string Since(Timestamp? since, Timestamp? now) =>
        since is null || now is null ? string.Empty : Of(now.ToDateTimeOffset() - since.ToDateTimeOffset());

    /// <summary>Returns an age; what lies ahead, by another node's clock, counts as now.</summary>
    public static string Of(TimeSpan age)
    {
        age = age < TimeSpan.Zero ? TimeSpan.Zero : age;
        return age switch
        {
            { TotalSeconds: < 120 } => Text(age.TotalSeconds, "s"),
            { TotalMinutes: < 10, Seconds: > 0 } => Text(age.Minutes, "m") + Text(age.Seconds, "s"),
            { TotalHours: < 3 } => Text(age.TotalMinutes, "m"),
            { TotalDays: < 3 } => Text(age.TotalHours, "h"),
            _ => Text(age.TotalDays, "d"),
        };
    }

    private static string Text(double number, string unit) =>
        Math.Floor(number).ToString(CultureInfo.InvariantCulture) + unit;
}
