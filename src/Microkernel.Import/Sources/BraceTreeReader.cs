using System.Text;

namespace Microkernel.Import.Sources;

/// <summary>
/// Reads the form of corosync.conf(5): <c>name {</c>, <c>key: value</c> and <c>}</c>, each on a line of its own, and
/// comments that begin with '#'. The result has one root that stands for the file.
/// </summary>
internal static class BraceTreeReader
{
    private const int DepthMax = 16;
    private const int LinesMax = 500_000;

    /// <summary>Tells whether the first line that says something opens a section of one of these names.</summary>
    public static bool Opens(ReadOnlyMemory<byte> content, params ReadOnlySpan<string> sections)
    {
        foreach (var raw in Encoding.UTF8.GetString(content.Span[..Math.Min(content.Length, 64 * 1024)]).Split('\n'))
        {
            var line = raw.Trim();
            if (line.Length > 0 && line[0] != '#')
            {
                return line.EndsWith('{') && sections.Contains(line[..^1].TrimEnd());
            }
        }

        return false;
    }

    /// <summary>Reads the whole content.</summary>
    /// <exception cref="DamagedSourceException">A line is none of the three, or braces do not match.</exception>
    public static SourceElement Read(ReadOnlyMemory<byte> content, string rootName)
    {
        var root = new SourceElement(rootName, 1, 1, SourceStyle.Braces) { IsHandled = true };
        var open = new Stack<SourceElement>([root]);
        var comments = new List<SourceComment>();
        var number = 0;
        foreach (var raw in SourceText.Decode(content).Split('\n'))
        {
            if (++number > LinesMax)
            {
                throw new DamagedSourceException($"More than {LinesMax} lines", number, 1);
            }

            ReadLine(raw, number, open, comments);
        }

        root.Add(comments);
        return open.Count == 1
            ? root
            : throw new DamagedSourceException(
                $"The section {open.Peek().Name} of line {open.Peek().Line} is not closed", number, 1);
    }

    private static void ReadLine(
        string raw, int number, Stack<SourceElement> open, List<SourceComment> comments)
    {
        var line = raw.Trim();
        var column = raw.Length - raw.TrimStart().Length + 1;
        if (line.Length == 0 || line[0] == '#')
        {
            if (line.Length > 0)
            {
                comments.Add(new SourceComment(line[1..], number));
            }

            return;
        }

        if (line == "}")
        {
            if (open.Count == 1)
            {
                throw new DamagedSourceException("There is no section to close", number, column);
            }

            open.Pop().Add(comments);
            comments.Clear();
        }
        else if (line.EndsWith('{'))
        {
            if (open.Count > DepthMax)
            {
                throw new DamagedSourceException($"Nested more than {DepthMax} deep", number, column);
            }

            var section = new SourceElement(line[..^1].TrimEnd(), number, column, SourceStyle.Braces);
            section.Add(comments);
            comments.Clear();
            open.Peek().Add(section);
            open.Push(section);
        }
        else if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
        {
            var owner = open.Peek();
            owner.Add(new SourceAttribute(owner, line[..colon].TrimEnd(), line[(colon + 1)..].Trim(), number, column));
        }
        else
        {
            throw new DamagedSourceException("Expected \"key: value\", \"section {\" or \"}\"", number, column);
        }
    }
}
