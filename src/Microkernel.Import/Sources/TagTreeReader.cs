namespace Microkernel.Import.Sources;

/// <summary>
/// Reads the form of targets.conf(5): <c>&lt;name label&gt;</c>, <c>key value</c> and <c>&lt;/name&gt;</c>, each on a
/// line
/// of its own, and comments that begin with '#'. The result has one root that stands for the file.
/// </summary>
internal static class TagTreeReader
{
    private const int DepthMax = 16;
    private const int LinesMax = 500_000;

    /// <summary>Reads the whole content.</summary>
    /// <exception cref="DamagedSourceException">A line is none of the three, or sections do not match.</exception>
    public static SourceElement Read(ReadOnlyMemory<byte> content, string rootName)
    {
        var root = new SourceElement(rootName, 1, 1, SourceStyle.Tags) { IsHandled = true };
        var open = new Stack<SourceElement>([root]);
        var comments = new List<SourceComment>();
        var number = 0;
        foreach (var raw in SourceText.Decode(content).Split('\n'))
        {
            if (++number > LinesMax)
            {
                throw new DamagedSourceException($"More than {LinesMax} lines", number, 1);
            }

            var line = raw.Trim();
            var column = raw.Length - raw.TrimStart().Length + 1;
            if (line.StartsWith('#'))
            {
                comments.Add(new SourceComment(line[1..], number));
            }
            else if (line.Length > 0)
            {
                ReadLine(line, number, column, open, comments);
            }
        }

        root.Add(comments);
        return open.Count == 1
            ? root
            : throw new DamagedSourceException(
                $"The section <{open.Peek().Name}> of line {open.Peek().Line} is not closed", number, 1);
    }

    private static void ReadLine(
        string line, int number, int column, Stack<SourceElement> open, List<SourceComment> comments)
    {
        if (line.StartsWith("</", StringComparison.Ordinal))
        {
            var name = line.TrimStart('<', '/').TrimEnd('>').Trim();
            if (open.Count == 1 || !string.Equals(open.Peek().Name, name, StringComparison.OrdinalIgnoreCase))
            {
                throw new DamagedSourceException($"There is no section {name} to close", number, column);
            }

            open.Pop().Add(comments);
            comments.Clear();
        }
        else if (line.StartsWith('<'))
        {
            if (!line.EndsWith('>') || open.Count > DepthMax)
            {
                throw new DamagedSourceException(
                    line.EndsWith('>') ? $"Nested more than {DepthMax} deep" : "Expected '>' at the end of the line",
                    number,
                    column);
            }

            var (name, label) = Split(line[1..^1]);
            var section = new SourceElement(name.ToLowerInvariant(), number, column, SourceStyle.Tags) { Label = label };
            section.Add(comments);
            comments.Clear();
            open.Peek().Add(section);
            open.Push(section);
        }
        else
        {
            var owner = open.Peek();
            var (key, value) = Split(line);
            owner.Add(new SourceAttribute(owner, Plain(key), value, number, column));
        }
    }

    // Case does not matter, but for settings that the initiator is told by these very names.
    private static string Plain(string key) =>
        key.AsSpan().IndexOfAny('-', '_') >= 0 ? key.ToLowerInvariant() : key;

    private static (string Key, string Value) Split(string line)
    {
        var blank = line.AsSpan().IndexOfAny(' ', '\t', '=');
        return blank < 0 ? (line, string.Empty) : (line[..blank], line[(blank + 1)..].Trim().Trim('"'));
    }
}
