using System.Buffers;
using System.Globalization;
using System.Text;

namespace Microkernel.Model;

/// <summary>Durations as people write them: <c>500ms</c>, <c>20s</c>, <c>1m30s</c>, <c>2h</c>.</summary>
public static class DurationText
{
    /// <summary>What a message says that is expected.</summary>
    public const string Expected = "a duration with its unit, as 500ms, 20s, 1m30s or 2h";

    // Ten thousand years is the bound of google.protobuf.Duration.
    private const decimal TicksMax = 315_576_000_000m * TimeSpan.TicksPerSecond;

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    private static readonly (string Unit, decimal Ticks)[] Units =
    [
        ("h", TimeSpan.TicksPerHour),
        ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond),
        ("ms", TimeSpan.TicksPerMillisecond),
        ("us", TimeSpan.TicksPerMicrosecond),
        ("ns", TimeSpan.TicksPerMicrosecond / 1000m),
    ];

    /// <summary>Writes a duration with the largest units that fit, exactly.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
        {
            return "0s";
        }

        var text = new StringBuilder(duration < TimeSpan.Zero ? "-" : string.Empty);
        var rest = Math.Abs((decimal)duration.Ticks);
        foreach (var (unit, ticks) in Units)
        {
            var count = unit == "ns" ? rest / ticks : decimal.Floor(rest / ticks);
            if (count > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{count:0}{unit}");
                rest -= count * ticks;
            }
        }

        return text.ToString();
    }

    /// <summary>
    /// Reads a duration: numbers with units h, m, s, ms, us or ns, the larger first, each at most once; a fraction is
    /// allowed. A bare number is refused but for 0.
    /// </summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var negative = text.StartsWith('-');
        var rest = negative ? text.AsSpan(1) : text.AsSpan();
        if (rest is "0")
        {
            return !negative;
        }

        var ticks = 0m;
        var unitIndex = -1;
        while (!rest.IsEmpty)
        {
            if (!TryTakeTerm(ref rest, ref unitIndex, ref ticks))
            {
                return false;
            }
        }

        if (unitIndex < 0 || ticks > Math.Min(TicksMax, long.MaxValue))
        {
            return false;
        }

        duration = TimeSpan.FromTicks((long)decimal.Round(negative ? -ticks : ticks));
        return true;
    }

    private static bool TryTakeTerm(ref ReadOnlySpan<char> rest, ref int unitIndex, ref decimal ticks)
    {
        var digits = rest.IndexOfAnyExcept(NumberCharacters);
        if (digits <= 0 || digits > 20 || !decimal.TryParse(
                rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        rest = rest[digits..];
        var letters = rest.IndexOfAny(NumberCharacters);
        var unit = letters < 0 ? rest : rest[..letters];
        for (var i = unitIndex + 1; i < Units.Length; i++)
        {
            if (unit.SequenceEqual(Units[i].Unit))
            {
                if (number > TicksMax / Units[i].Ticks)
                {
                    return false;
                }

                unitIndex = i;
                ticks += number * Units[i].Ticks;
                rest = rest[unit.Length..];
                return true;
            }
        }

        return false;
    }
}
