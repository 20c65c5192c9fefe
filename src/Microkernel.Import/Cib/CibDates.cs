using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Microkernel.Import.Sources;
using Microkernel.V1;

namespace Microkernel.Import.Cib;

/// <summary>date_spec and duration.</summary>
internal static class CibDates
{
    private const int UnitsMax = 1_000_000;

    /// <summary>Reads parts of time; what is not known stays unread, and is reported as left over.</summary>
    public static DateParts Parts(SourceElement element)
    {
        var parts = new DateParts();
        Set("seconds", v => parts.Seconds = v);
        Set("minutes", v => parts.Minutes = v);
        Set("hours", v => parts.Hours = v);
        Set("monthdays", v => parts.MonthDays = v);
        Set("weekdays", v => parts.WeekDays = v);
        Set("yeardays", v => parts.YearDays = v);
        Set("months", v => parts.Months = v);
        Set("weeks", v => parts.Weeks = v);
        Set("years", v => parts.Years = v);
        Set("weekyears", v => parts.WeekYears = v);
        return parts;

        void Set(string attribute, Action<string> set)
        {
            if (element.Take(attribute) is { Length: > 0 } value)
            {
                set(value);
            }
        }
    }

    /// <summary>Returns the time a duration after another; null where it is beyond all times.</summary>
    public static Timestamp? After(Timestamp start, SourceElement duration)
    {
        try
        {
            var time = start.ToDateTimeOffset()
                .AddYears(Number("years")).AddMonths(Number("months")).AddDays(7 * Number("weeks"))
                .AddDays(Number("days")).AddHours(Number("hours")).AddMinutes(Number("minutes"))
                .AddSeconds(Number("seconds"));
            return Timestamp.FromDateTimeOffset(time);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }

        int Number(string attribute) => int.TryParse(
            duration.Take(attribute), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n)
            ? Math.Clamp(n, -UnitsMax, UnitsMax) : 0;
    }
}
