using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Microkernel.Model.Manifests;

/// <summary>Decides which texts need quotes in YAML, by version 1.1 as well as 1.2, and writes them.</summary>
internal static partial class YamlText
{
    /// <summary>
    /// Writes a text so that every reader of YAML reads the same text, without quotes where that is sure.
    /// </summary>
    public static string Scalar(string text) => IsPlain(text) ? text : Quote(text);

    /// <summary>Replaces what cannot stand in a comment.</summary>
    public static string Printable(string text) =>
        text.Any(NeedsEscape) ? string.Concat(text.Select(c => NeedsEscape(c) ? '\uFFFD' : c)) : text;

    private static bool IsPlain(string text) =>
        PlainPattern().IsMatch(text)
        && !text.Contains(": ", StringComparison.Ordinal)
        && !text.EndsWith(':')
        && !text.EndsWith(' ')
        && !OtherMeaningPattern().IsMatch(text);

    private static string Quote(string text)
    {
        var result = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => result.Append("\\\""),
                '\\' => result.Append("\\\\"),
                '\n' => result.Append("\\n"),
                '\r' => result.Append("\\r"),
                '\t' => result.Append("\\t"),
                _ when NeedsEscape(c) => result.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => result.Append(c),
            };
        }

        return result.Append('"').ToString();
    }

    private static bool NeedsEscape(char c) =>
        c is < ' ' or (>= '\u007F' and <= '\u00A0') or '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF';

    // Letters, digits and marks that have no meaning of their own in YAML; no '#', no quotes, no brackets.
    [GeneratedRegex(@"^[A-Za-z0-9_./][A-Za-z0-9_./@%+:,=() -]*\z")]
    private static partial Regex PlainPattern();

    // Null, truth values, numbers in all bases and forms, base-60 numbers, dates, document marks.
    [GeneratedRegex(
        @"^(null|true|false|yes|no|on|off|y|n|=|\.\.\.|[-+]?\.(inf|nan)|[-+]?[0-9][0-9_,]*|0[xob][0-9a-f_]+"
        + @"|[-+]?[0-9_]*\.[0-9_]*(e[-+]?[0-9]*)?|[-+]?[0-9_]+e[-+]?[0-9]+|[-+]?[0-9][0-9_]*(:[0-9]{1,2})+(\.[0-9_]*)?"
        + @"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*)\z",
        RegexOptions.IgnoreCase)]
    private static partial Regex OtherMeaningPattern();
}
