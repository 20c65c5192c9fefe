using System.Text.RegularExpressions;
using Microkernel.Model.Validation;

namespace Microkernel.Import.Sources;

/// <summary>A comment of the file.</summary>
/// <param name="Text">What it says, maybe in several lines, without the signs that make it a comment.</param>
/// <param name="Line">Its line, from 1.</param>
internal sealed partial record SourceComment(string Text, int Line)
{
    private const int LinesMax = 40;
    private const int WidthMax = 500;

    /// <summary>Returns its lines without those that say nothing, values of secrets masked.</summary>
    public IEnumerable<string> Lines => Text.Split('\n')
        .Select(l => Mask(l.Trim()))
        .Where(l => l.Any(char.IsLetterOrDigit))
        .Take(LinesMax)
        .Select(l => l.Length > WidthMax ? l[..WidthMax] + "…" : l);

    // Settings that were switched off are often left in comments.
    private static string Mask(string line) => UserPattern().Replace(
        SettingPattern().Replace(
            line, m => SecretNames.IsSecret(m.Groups["name"].Value) ? $"{m.Groups["before"].Value}***" : m.Value),
        "$1 ***");

    [GeneratedRegex("""(?<before>(?<name>[A-Za-z0-9_.-]+)(\s*[=:]\s*|\s+(?=["'])))("[^"]*"|'[^']*'|[^\s"'<>/]+)""")]
    private static partial Regex SettingPattern();

    [GeneratedRegex(@"\b(incominguser|outgoinguser|shared-secret)\s.*")]
    private static partial Regex UserPattern();
}
