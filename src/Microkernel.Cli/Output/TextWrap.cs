namespace Microkernel.Cli.Output;

/// <summary>Breaks text into lines.</summary>
internal static class TextWrap
{
    /// <summary>Breaks at spaces into lines of at most so many characters; a word that is longer is cut.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var line = string.Empty;
        foreach (var whole in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var word = whole;
            if (line.Length > 0 && line.Length + 1 + word.Length <= width)
            {
                line += " " + word;
                continue;
            }

            if (line.Length > 0)
            {
                yield return line;
            }

            for (; word.Length > width; word = word[width..])
            {
                yield return word[..width];
            }

            line = word;
        }

        if (line.Length > 0)
        {
            yield return line;
        }
    }
}
