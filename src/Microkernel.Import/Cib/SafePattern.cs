using System.Text.RegularExpressions;

namespace Microkernel.Import.Cib;

/// <summary>Patterns of the file: matched in bounded time whatever they are.</summary>
internal static class SafePattern
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromMilliseconds(100);

    /// <summary>Tells whether a text matches a POSIX extended expression somewhere; a bad one matches
    /// nothing.</summary>
    public static bool IsMatch(string pattern, string text)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeMax);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
