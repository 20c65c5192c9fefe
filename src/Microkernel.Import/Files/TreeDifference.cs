using Microkernel.Import.Sources;

namespace Microkernel.Import.Files;

/// <summary>Compares two files by what they say: blanks, comments and the order of attributes do not matter.</summary>
internal static class TreeDifference
{
    /// <summary>Returns what one says otherwise than the other, with its place and words.</summary>
    public static IEnumerable<((int Line, int Column) Place, string Source, string Outcome)> Find(
        SourceElement one, SourceElement other)
    {
        var where = other.File.ShortName;
        // A key may be there several times.
        var unmatched = other.Attributes.ToList();
        foreach (var attribute in one.Attributes)
        {
            var counterpart = unmatched.Find(a => a.Name == attribute.Name && a.Value == attribute.Value);
            if (counterpart is not null)
            {
                unmatched.Remove(counterpart);
            }
            else
            {
                counterpart = unmatched.Find(a => a.Name == attribute.Name);
                yield return (
                    (attribute.Line, attribute.Column),
                    $"{one.Title} {attribute}",
                    counterpart is null ? $"{where}:{other.Line} does not have it"
                        : $"{where}:{counterpart.Line} has {counterpart}");
            }
        }

        foreach (var attribute in unmatched.Where(a => !one.Attributes.Any(o => o.Name == a.Name)))
        {
            yield return ((one.Line, one.Column), one.Title, $"{where}:{attribute.Line} has {attribute} as well");
        }

        var rest = other.Children.ToList();
        foreach (var child in one.Children)
        {
            var counterpart = rest.Find(c => IsSameThing(c, child));
            if (counterpart is null)
            {
                yield return ((child.Line, child.Column), child.ToString(), $"{where} does not have it");
                continue;
            }

            rest.Remove(counterpart);
            foreach (var difference in Find(child, counterpart))
            {
                yield return difference;
            }
        }

        foreach (var child in rest)
        {
            yield return ((one.Line, one.Column), one.Title, $"{where}:{child.Line} has {child} as well");
        }
    }

    private static bool IsSameThing(SourceElement a, SourceElement b) =>
        a.Name == b.Name && a.Label == b.Label && Identity(a) == Identity(b);

    private static string? Identity(SourceElement element) =>
        (element.Find("id") ?? element.Find("name") ?? element.Find("ref") ?? element.Find("address"))?.Value;
}
