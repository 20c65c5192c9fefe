using System.Globalization;
using System.Xml.Linq;
using Microkernel.Model;

namespace Microkernel.Simulation.Cib;

/// <summary>Tells whether the time fulfils a date_expression.</summary>
internal static class DateExpressions
{
    public static bool Holds(XElement term, DateTimeOffset now)
    {
        var start = Read(term.Get("start"));
        var end = Read(term.Get("end"));
        if (end is null && start is not null && term.Element("duration") is { } duration)
        {
            end = Add(start.Value, duration);
        }

        return (term.Get("operation") ?? "in_range") switch
        {
            "in_range" => (start is null || now >= start) && (end is null || now <= end),
            "gt" => start is not null && now > start,
            "lt" => end is not null && now < end,
            "date_spec" => term.Element("date_spec") is { } spec && Matches(spec, now),
            _ => false,
        };
    }

    private static DateTimeOffset? Read(string? text) => text is not null && DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static DateTimeOffset Add(DateTimeOffset start, XElement duration) => start
        .AddYears(CibXml.Number(duration.Get("years"), 0))
        .AddMonths(CibXml.Number(duration.Get("months"), 0))
        .AddDays((7 * CibXml.Number(duration.Get("weeks"), 0)) + CibXml.Number(duration.Get("days"), 0))
        .AddHours(CibXml.Number(duration.Get("hours"), 0))
        .AddMinutes(CibXml.Number(duration.Get("minutes"), 0))
        .AddSeconds(CibXml.Number(duration.Get("seconds"), 0));

    private static bool Matches(XElement spec, DateTimeOffset now)
    {
        var weekDay = now.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)now.DayOfWeek;
        return In(spec.Get("seconds"), now.Second) && In(spec.Get("minutes"), now.Minute)
            && In(spec.Get("hours"), now.Hour) && In(spec.Get("monthdays"), now.Day)
            && In(spec.Get("weekdays"), weekDay) && In(spec.Get("yeardays"), now.DayOfYear)
            && In(spec.Get("months"), now.Month) && In(spec.Get("years"), now.Year)
            && In(spec.Get("weeks"), ISOWeek.GetWeekOfYear(now.DateTime))
            && In(spec.Get("weekyears"), ISOWeek.GetYear(now.DateTime));
    }

    private static bool In(string? range, int number) => range is null
        || (NumberRange.TryParse(range, 0, int.MaxValue, out var parsed) && parsed.Contains(number));
}
