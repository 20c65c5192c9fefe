using System.Text;

namespace Microkernel.Cli.Output;

/// <summary>
/// Takes out what a terminal would obey: texts of the cluster hold what agents and devices printed, and an escape
/// sequence in them must not move the operator's cursor.
/// </summary>
internal static class SafeText
{
    /// <summary>Returns the text in one line.</summary>
    public static string Line(string text) => Clean(text.Trim(), keepLines: false);

    /// <summary>Returns the text with its line breaks.</summary>
    public static string Lines(string text) => Clean(text, keepLines: true);

    private static string Clean(string text, bool keepLines)
    {
        if (!text.Any(char.IsControl))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            switch (c)
            {
                case '\n' when keepLines:
                    clean.Append(c);
                    break;
                case '\n' or '\t':
                    clean.Append(' ');
                    break;
                case '\r':
                    break;
                default:
                    clean.Append(char.IsControl(c) ? '\uFFFD' : c);
                    break;
            }
        }

        return clean.ToString();
    }
}
