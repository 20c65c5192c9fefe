namespace Microkernel.Import.Sources;

/// <summary>
/// Reads lines of <c>key=value</c>, as the shell's (ifcfg-*) or open-iscsi's. The result is one root with attributes.
/// </summary>
internal static class AssignmentReader
{
    private const int LinesMax = 100_000;

    /// <summary>Reads the whole content.</summary>
    /// <param name="content">The content.</param>
    /// <param name="rootName">Name of the root.</param>
    /// <param name="isShell">Whether the shell reads it: no blanks around '=', quotes, lines that go on after
    /// '\'.</param>
    /// <exception cref="DamagedSourceException">A line is no assignment, or a quote does not end.</exception>
    public static SourceElement Read(ReadOnlyMemory<byte> content, string rootName, bool isShell)
    {
        var root = new SourceElement(rootName, 1, 1, SourceStyle.Assignments) { IsHandled = true };
        var comments = new List<SourceComment>();
        var lines = SourceText.Decode(content).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var (raw, number) = (lines[i].TrimEnd('\r'), i + 1);
            if (number > LinesMax)
            {
                throw new DamagedSourceException($"More than {LinesMax} lines", number, 1);
            }

            var line = raw.Trim();
            if (line.StartsWith('#'))
            {
                comments.Add(new SourceComment(line[1..], number));
            }
            else if (line.Length > 0)
            {
                while (isShell && line.EndsWith('\\') && i + 1 < lines.Length)
                {
                    line = line[..^1] + lines[++i].Trim();
                }

                ReadLine(line, number, raw.Length - raw.TrimStart().Length + 1, isShell, root);
            }
        }

        root.Add(comments);
        return root;
    }

    private static void ReadLine(string line, int number, int column, bool isShell, SourceElement root)
    {
        if (isShell && line.StartsWith("export ", StringComparison.Ordinal))
        {
            line = line["export ".Length..].TrimStart();
        }

        var equals = line.IndexOf('=', StringComparison.Ordinal);
        var key = equals > 0 ? line[..equals] : string.Empty;
        if (!isShell)
        {
            key = key.TrimEnd();
        }

        if (key.Length == 0 || !key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' or '[' or ']'))
        {
            throw new DamagedSourceException("Expected \"key=value\"", number, column);
        }

        var value = line[(equals + 1)..];
        root.Add(new SourceAttribute(
            root, key, isShell ? Unquote(value, number, column + equals + 1) : value.Trim(), number, column));
    }

    // What the shell would run or replace is kept as it stands: nothing of the file is ever executed.
    private static string Unquote(string value, int line, int column)
    {
        var result = new System.Text.StringBuilder();
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] is '"' or '\'')
            {
                var end = value.IndexOf(value[i], i + 1);
                if (end < 0)
                {
                    throw new DamagedSourceException("A quoted text does not end on its line", line, column + i);
                }

                result.Append(value, i + 1, end - i - 1);
                i = end;
            }
            else if (value[i] is ' ' or '\t' or ';' or '#')
            {
                if (value[i..].TrimStart() is [] or ['#', ..])
                {
                    break;
                }

                throw new DamagedSourceException("Expected the end of the line after the value", line, column + i);
            }
            else
            {
                result.Append(value[i]);
            }
        }

        return result.ToString();
    }
}
