using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.V1;

namespace Microkernel.Import.Cib;

/// <summary>Reads values as Pacemaker writes them.</summary>
internal static class CibValues
{
    private static readonly (string Unit, double Seconds)[] Units =
    [
        ("msec", 0.001), ("ms", 0.001), ("usec", 0.000_001), ("us", 0.000_001), ("sec", 1), ("s", 1), ("min", 60),
        ("m", 60), ("hr", 3600), ("h", 3600), ("", 1),
    ];

    /// <summary>Reads a flag; null when it is none.</summary>
    public static bool? Flag(string value) => value.Trim().ToUpperInvariant() switch
    {
        "TRUE" or "YES" or "ON" or "Y" or "1" => true,
        "FALSE" or "NO" or "OFF" or "N" or "0" => false,
        _ => null,
    };

    /// <summary>Reads a score; INFINITY, inf, +inf and numbers beyond it. Null when it is none.</summary>
    public static int? Score(string? value)
    {
        var text = value?.Trim() ?? string.Empty;
        var sign = text.StartsWith('-') ? -1 : 1;
        if (text.TrimStart('+', '-').ToUpperInvariant() is "INF" or "INFINITY")
        {
            return sign * Scores.Infinity;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? (int)Math.Clamp(number, Scores.MinusInfinity, Scores.Infinity) : null;
    }

    /// <summary>Reads a time: a number of seconds, a number with a unit, or an ISO 8601 duration.</summary>
    public static TimeSpan? Time(string value)
    {
        var text = value.Trim();
        if (text.StartsWith('P'))
        {
            try
            {
                return System.Xml.XmlConvert.ToTimeSpan(text);
            }
            catch (FormatException)
            {
                return null;
            }
        }

        var digits = text.TrimEnd([.. "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ "]);
        var unit = text[digits.Length..].Trim().ToLowerInvariant();
        var found = Array.FindIndex(Units, u => u.Unit == unit);
        return found >= 0
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number * Units[found].Seconds < 10 * 365 * 86_400.0
            ? TimeSpan.FromSeconds(number * Units[found].Seconds) : null;
    }

    /// <summary>Reads a time for a field; null, and an error in the report, when it is none.</summary>
    public static Duration? Duration(NvPair pair, ImportContext context)
    {
        if (Time(pair.Value) is { } time)
        {
            return Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(time);
        }

        Wrong(pair, "a time, as 20s or 2min", context);
        return null;
    }

    /// <summary>Reads a role; Unspecified when it is none.</summary>
    public static Role RoleOf(string? value) => value?.Trim().ToUpperInvariant() switch
    {
        "MASTER" or "PROMOTED" => Role.Promoted,
        "SLAVE" or "UNPROMOTED" => Role.Unpromoted,
        "STARTED" => Role.Started,
        "STOPPED" => Role.Stopped,
        _ => Role.Unspecified,
    };

    /// <summary>Reads what an operation's failure leads to; Unspecified when it is nothing known.</summary>
    public static OnFail OnFailOf(string value) => value.Trim().ToUpperInvariant() switch
    {
        "IGNORE" or "NOTHING" => OnFail.Ignore,
        "BLOCK" => OnFail.Block,
        "STOP" => OnFail.Stop,
        "RESTART" or "RESTART-CONTAINER" => OnFail.Restart,
        "FENCE" => OnFail.Fence,
        "STANDBY" => OnFail.Standby,
        "DEMOTE" => OnFail.Demote,
        _ => OnFail.Unspecified,
    };

    /// <summary>Says in the report that a value is none.</summary>
    public static void Wrong(NvPair pair, string expected, ImportContext context) =>
        context.Say(ImportSeverity.Error, pair.Element, $"\"{pair.Value}\": expected {expected}");
}
