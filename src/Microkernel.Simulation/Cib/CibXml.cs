using System.Xml;
using System.Xml.Linq;

namespace Microkernel.Simulation.Cib;

/// <summary>Small readings of a CIB's elements.</summary>
internal static class CibXml
{
    /// <summary>Reads a CIB; nothing outside of the text is ever fetched.</summary>
    /// <exception cref="XmlException">The text is no XML.</exception>
    /// <exception cref="FormatException">It is XML, but no CIB.</exception>
    public static XElement Parse(string text)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        using var reader = XmlReader.Create(new StringReader(text), settings);
        var root = XDocument.Load(reader).Root;
        if (root?.Name.LocalName != "cib" || root.Element("configuration") is null)
        {
            throw new FormatException("The file is no CIB: its root is not <cib> with a <configuration>.");
        }

        return root;
    }

    public static string? Get(this XElement element, string name) => element.Attribute(name)?.Value;

    public static string Id(this XElement element) => element.Get("id") ?? "";

    /// <summary>Tells whether a text says yes in any of the words that Pacemaker takes.</summary>
    public static bool IsTrue(string? text) =>
        text?.ToUpperInvariant() is "TRUE" or "ON" or "YES" or "Y" or "1";

    /// <summary>Tells whether a text says no in any of the words that Pacemaker takes.</summary>
    public static bool IsFalse(string? text) =>
        text?.ToUpperInvariant() is "FALSE" or "OFF" or "NO" or "N" or "0";

    public static bool Flag(string? text, bool otherwise) => IsTrue(text) || (otherwise && !IsFalse(text));

    public static int Number(string? text, int otherwise) =>
        text is not null && int.TryParse(text.Trim(), out var number) ? number : otherwise;

    /// <summary>Reads a score; what is none counts as 0, as in Pacemaker.</summary>
    public static int Score(string? text)
    {
        if (text is null)
        {
            return 0;
        }

        return text.Trim().ToUpperInvariant() switch
        {
            "INFINITY" or "+INFINITY" => Model.Scores.Infinity,
            "-INFINITY" => Model.Scores.MinusInfinity,
            "RED" => Model.Scores.MinusInfinity,
            _ => long.TryParse(text.Trim(), out var number)
                ? (int)Math.Clamp(number, Model.Scores.MinusInfinity, Model.Scores.Infinity) : 0,
        };
    }

    /// <summary>Reads a time as "10", "10s", "5min" or "1h" into milliseconds.</summary>
    public static long Milliseconds(string? text)
    {
        if (text is null)
        {
            return 0;
        }

        var trimmed = text.Trim();
        if (trimmed.StartsWith('P'))
        {
            try
            {
                return (long)XmlConvert.ToTimeSpan(trimmed).TotalMilliseconds;
            }
            catch (FormatException)
            {
                return 0;
            }
        }

        var digits = trimmed.TakeWhile(char.IsAsciiDigit).Count();
        if (digits == 0 || !long.TryParse(trimmed.AsSpan(0, digits), out var number))
        {
            return 0;
        }

        return trimmed[digits..].Trim().ToUpperInvariant() switch
        {
            "MS" or "MSEC" => number,
            "US" or "USEC" => number / 1000,
            "M" or "MIN" => number * 60_000,
            "H" or "HR" => number * 3_600_000,
            _ => number * 1000,
        };
    }
}
