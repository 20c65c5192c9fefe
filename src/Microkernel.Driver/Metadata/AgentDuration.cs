using System.Globalization;
using System.Text.RegularExpressions;

namespace Microkernel.Driver;

/// <summary>Times as agents write them: "20s", "5min", "1500ms"; a bare number is seconds.</summary>
public static partial class AgentDuration
{
    /// <summary>Reads a time; false when it is none, or longer than a year.</summary>
    public static bool TryParse(string? text, out TimeSpan value)
    {
        value = default;
        var match = Form().Match(text ?? "");
        if (!match.Success
            || !double.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var number))
            return false;
        var seconds = number * match.Groups[2].Value switch
        {
            "us" or "usec" => 1e-6,
            "ms" or "msec" => 1e-3,
            "m" or "min" => 60,
            "h" or "hr" => 3600,
            "d" => 86_400,
            _ => 1,
        };
        if (seconds > 366 * 86_400.0)
            return false;
        value = TimeSpan.FromSeconds(seconds);
        return true;
    }

    [GeneratedRegex(@"^\s*([0-9]{1,18})\s*(us|usec|ms|msec|s|sec|m|min|h|hr|d)?\s*\z")]
    private static partial Regex Form();
}
