using System.Globalization;

namespace Microkernel.Model;

/// <summary>Scores as Pacemaker has them: 1,000,000 is INFINITY, and -INFINITY wins over everything.</summary>
public static class Scores
{
    /// <summary>A must.</summary>
    public const int Infinity = 1_000_000;

    /// <summary>A must not.</summary>
    public const int MinusInfinity = -Infinity;

    /// <summary>
    /// Adds two scores: -INFINITY plus anything is -INFINITY, else INFINITY plus anything is INFINITY.
    /// </summary>
    public static int Add(int a, int b)
    {
        if (a <= MinusInfinity || b <= MinusInfinity)
        {
            return MinusInfinity;
        }

        if (a >= Infinity || b >= Infinity)
        {
            return Infinity;
        }

        return Math.Clamp(a + b, MinusInfinity, Infinity);
    }

    /// <summary>Writes a score, as <c>-INFINITY</c> or <c>200</c>.</summary>
    public static string Format(int score) => score switch
    {
        Infinity => "INFINITY",
        MinusInfinity => "-INFINITY",
        _ => score.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Reads a score: digits with a sign, INFINITY, +INFINITY or -INFINITY; case does not matter.</summary>
    public static bool TryParse(string text, out int score)
    {
        var sign = text.StartsWith('-') ? -1 : 1;
        var rest = text.StartsWith('-') || text.StartsWith('+') ? text[1..] : text;
        if (rest.Equals("INFINITY", StringComparison.OrdinalIgnoreCase))
        {
            score = sign * Infinity;
            return true;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out score);
    }
}
