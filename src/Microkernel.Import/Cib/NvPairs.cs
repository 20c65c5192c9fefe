using Microkernel.Import.Sources;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Cib;

/// <summary>A name with a value, and the element that says so.</summary>
internal sealed record NvPair(string Name, string Value, SourceElement Element);

/// <summary>Reads sets of names and values: instance_attributes, meta_attributes, utilization and others.</summary>
internal static class NvPairs
{
    /// <summary>
    /// Reads the sets of a name in an element, the first that says a name wins. What counts only by a rule is reported.
    /// </summary>
    public static IReadOnlyList<NvPair> Read(SourceElement owner, string set, ImportContext context)
    {
        var found = new Dictionary<string, NvPair>(StringComparer.Ordinal);
        var sets = owner.TakeChildren(set).ToList()
            .OrderByDescending(s => Model.Scores.TryParse(s.Find("score")?.Value ?? "0", out var score) ? score : 0);
        foreach (var element in sets)
        {
            Ignore(element, "id", "score");
            if (element.Find("id-ref") is { } reference)
            {
                context.Say(NoCounterpart, reference, "a set that is shared by reference is not followed: write it here");
            }

            if (element.Children.Any(c => c.Name == "rule"))
            {
                element.TakeWhole();
                context.Say(
                    NoCounterpart, element,
                    "values that count only while a rule holds have no counterpart; set them where they shall hold");
                continue;
            }

            // Heartbeat 2 had an element attributes around the pairs.
            var pairs = element.Children.Where(c => c.Name == "nvpair")
                .Concat(element.TakeChildren("attributes").SelectMany(a => a.Children.Where(c => c.Name == "nvpair")));
            foreach (var pair in pairs.ToList())
            {
                Add(pair, found, context);
            }
        }

        return [.. found.Values];
    }

    /// <summary>Notes attributes as dealt with that only name the element.</summary>
    public static void Ignore(SourceElement element, params ReadOnlySpan<string> attributes)
    {
        foreach (var attribute in attributes)
        {
            element.Take(attribute);
        }
    }

    private static void Add(SourceElement pair, Dictionary<string, NvPair> found, ImportContext context)
    {
        pair.TakeWhole();
        if (pair.Find("name")?.Value is not { Length: > 0 } name)
        {
            context.Say(
                NoCounterpart, pair,
                pair.Find("id-ref") is null ? "it has no name"
                    : "a pair that is shared by reference is not followed: write it here");
        }
        else if (!found.TryAdd(name, new NvPair(name, pair.Find("value")?.Value ?? string.Empty, pair)))
        {
            context.Say(NoCounterpart, pair, $"line {found[name].Element.Line} says it already, and wins");
        }
    }
}
