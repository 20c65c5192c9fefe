using System.Xml.Linq;
using Microkernel.Model;

namespace Microkernel.Import.Export;

/// <summary>Writes sets of names and values.</summary>
internal static class Nv
{
    /// <summary>Writes a set; null when there is nothing in it.</summary>
    public static XElement? Set(
        string element, string id, IEnumerable<(string Name, string? Value)> pairs, ExportScope scope)
    {
        var said = pairs.Where(p => p.Value is not null).ToList();
        if (said.Count == 0)
        {
            return null;
        }

        var set = new XElement(element, new XAttribute("id", scope.Id(id)));
        set.Add(said.Select(p => new XElement(
            "nvpair",
            new XAttribute("id", scope.Id($"{id}-{ObjectNamer.Valid(p.Name)}")),
            new XAttribute("name", p.Name),
            new XAttribute("value", p.Value!))));
        return set;
    }

    /// <summary>Writes a flag.</summary>
    public static string Flag(bool value) => value ? "true" : "false";

    /// <summary>Writes a time in a unit that Pacemaker reads; null for none.</summary>
    public static string? Time(TimeSpan? time) => time is not { } span || span <= TimeSpan.Zero ? null
        : span.Ticks % TimeSpan.TicksPerSecond == 0 ? $"{span.Ticks / TimeSpan.TicksPerSecond}s"
        : $"{(long)span.TotalMilliseconds}ms";

    /// <summary>Writes a score.</summary>
    public static string Score(int score) => Scores.Format(score);
}
