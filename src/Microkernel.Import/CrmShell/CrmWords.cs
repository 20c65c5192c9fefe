using System.Text;
using Microkernel.Import.Sources;

namespace Microkernel.Import.CrmShell;

/// <summary>A word of a command: a name, <c>key=value</c>, or a bracket.</summary>
/// <param name="Text">The word, quotes taken away.</param>
/// <param name="Key">What is before '='; null when there is none outside of quotes.</param>
/// <param name="Value">What is behind it.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Column">Its column, from 1.</param>
internal readonly record struct CrmWord(string Text, string? Key, string Value, int Line, int Column);

/// <summary>A command: its words, and the comments before it.</summary>
internal sealed record CrmCommand(IReadOnlyList<CrmWord> Words, IReadOnlyList<SourceComment> Comments);

/// <summary>Cuts a file of the crm shell into commands: a line each, unless it ends in '\'.</summary>
internal static class CrmWords
{
    private const int LinesMax = 1_000_000;

    /// <summary>Returns the commands, and the comments that none follows.</summary>
    /// <exception cref="DamagedSourceException">A quote does not end.</exception>
    public static (List<CrmCommand> Commands, List<SourceComment> Left) Read(string text)
    {
        var commands = new List<CrmCommand>();
        var comments = new List<SourceComment>();
        var words = new List<CrmWord>();
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            if (++number > LinesMax)
            {
                throw new DamagedSourceException($"More than {LinesMax} lines", number, 1);
            }

            var line = raw.TrimEnd();
            var trimmed = line.TrimStart();
            if (words.Count == 0 && trimmed.StartsWith('#'))
            {
                comments.Add(new SourceComment(trimmed[1..], number));
                continue;
            }

            var goesOn = line.EndsWith('\\');
            Cut(goesOn ? line[..^1] : line, number, words);
            if (!goesOn && words.Count > 0)
            {
                commands.Add(new CrmCommand([.. words], [.. comments]));
                words.Clear();
                comments.Clear();
            }
        }

        if (words.Count > 0)
        {
            commands.Add(new CrmCommand([.. words], [.. comments]));
        }

        return (commands, comments);
    }

    private static void Cut(string line, int number, List<CrmWord> words)
    {
        for (var at = 0; at < line.Length;)
        {
            if (char.IsWhiteSpace(line[at]))
            {
                at++;
            }
            else if (line[at] == '#' && words.Count > 0 && words[^1].Line != number)
            {
                // A comment line within a command.
                return;
            }
            else
            {
                at = CutWord(line, at, number, words);
            }
        }
    }

    private static int CutWord(string line, int start, int number, List<CrmWord> words)
    {
        var (word, equals, at) = (new StringBuilder(), -1, start);
        while (at < line.Length && !char.IsWhiteSpace(line[at]))
        {
            if (line[at] is '"' or '\'')
            {
                var quote = line[at];
                for (at++; at < line.Length && line[at] != quote; at++)
                {
                    if (line[at] == '\\' && at + 1 < line.Length && line[at + 1] == quote)
                    {
                        at++;
                    }

                    word.Append(line[at]);
                }

                if (at >= line.Length)
                {
                    throw new DamagedSourceException("A quoted text does not end on its line", number, start + 1);
                }
            }
            else
            {
                equals = equals < 0 && line[at] == '=' ? word.Length : equals;
                word.Append(line[at]);
            }

            at++;
        }

        var text = word.ToString();
        words.Add(equals > 0
            ? new CrmWord(text, text[..equals], text[(equals + 1)..], number, start + 1)
            : new CrmWord(text, null, string.Empty, number, start + 1));
        return at;
    }
}
