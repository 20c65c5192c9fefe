using System.Globalization;

namespace Microkernel.Model;

/// <summary>A range of whole numbers, both ends included.</summary>
/// <param name="From">The lowest.</param>
/// <param name="To">The highest.</param>
public readonly record struct NumberRange(int From, int To)
{
    /// <summary>Reads "5", "9-16", "9-" or "-16".</summary>
    /// <param name="text">What to read.</param>
    /// <param name="min">The lowest number allowed, and the start of a range that does not say its own.</param>
    /// <param name="max">The highest number allowed, and the end of a range that does not say its own.</param>
    /// <param name="range">What was read.</param>
    public static bool TryParse(string text, int min, int max, out NumberRange range)
    {
        range = default;
        var parts = text.Split('-');
        if (parts.Length > 2 || !Read(parts[0], min, out var from))
        {
            return false;
        }

        var to = from;
        if (parts.Length == 2 && !Read(parts[1], max, out to))
        {
            return false;
        }

        range = new NumberRange(from, to);
        return text.Length > 1 - (parts.Length - 1) && text != "-" && from >= min && to <= max && from <= to;
    }

    /// <summary>Tells whether a number is in the range.</summary>
    public bool Contains(int number) => number >= From && number <= To;

    private static bool Read(string text, int otherwise, out int number)
    {
        number = otherwise;
        return text.Length == 0
            || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
