using System.Globalization;
using Microkernel.V1;

namespace Microkernel.Core.Events;

/// <summary>Makes events; their codes are stable, people and programs look for them.</summary>
internal static class EventFactory
{
    public static Event About(
        string kind, string name, string code, Severity severity, string message,
        params ReadOnlySpan<(string Name, string Value)> facts)
    {
        var happened = new Event
        {
            Code = code,
            Severity = severity,
            Message = message,
            About = new ObjectReference { Kind = kind, Name = name },
        };
        foreach (var (fact, value) in facts) happened.Facts[fact] = value;
        return happened;
    }

    public static string Milliseconds(TimeSpan duration) =>
        ((long)duration.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
