using System.Globalization;

namespace Microkernel.Core.Drivers.Swapping;

/// <summary>Compares versions by precedence (Semantic Versioning 2.0.0, section 11); build metadata does not
/// count.</summary>
internal static class SemanticVersion
{
    /// <summary>Tells whether a text is a version: MAJOR.MINOR.PATCH[-PRERELEASE][+BUILD].</summary>
    public static bool IsVersion(string text) => TryParse(text, out _, out _);

    /// <summary>Tells whether one version is newer than another; false where either is none.</summary>
    public static bool IsNewer(string candidate, string current) =>
        TryParse(candidate, out var a, out var aPre) && TryParse(current, out var b, out var bPre) &&
        Compare(a, aPre, b, bPre) > 0;

    private static int Compare(ulong[] a, string[] aPre, ulong[] b, string[] bPre)
    {
        for (var i = 0; i < 3; i++)
            if (a[i] != b[i])
                return a[i].CompareTo(b[i]);
        // A version with a pre-release is older than the same without.
        if (aPre.Length == 0 || bPre.Length == 0) return bPre.Length.CompareTo(aPre.Length);
        for (var i = 0; i < Math.Min(aPre.Length, bPre.Length); i++)
            if (CompareIdentifiers(aPre[i], bPre[i]) is var order and not 0)
                return order;
        return aPre.Length.CompareTo(bPre.Length);
    }

    private static int CompareIdentifiers(string a, string b)
    {
        var aIsNumber = TryNumber(a, out var x);
        var bIsNumber = TryNumber(b, out var y);
        if (aIsNumber && bIsNumber) return x.CompareTo(y);
        return aIsNumber != bIsNumber ? (aIsNumber ? -1 : 1) : string.CompareOrdinal(a, b);
    }

    private static bool TryParse(string text, out ulong[] numbers, out string[] preRelease)
    {
        (numbers, preRelease) = ([], []);
        var core = text.Split('+', 2)[0];
        var dash = core.IndexOf('-', StringComparison.Ordinal);
        if (dash >= 0)
        {
            preRelease = core[(dash + 1)..].Split('.');
            if (preRelease.Any(part => part.Length == 0)) return false;
            core = core[..dash];
        }
        var parts = core.Split('.');
        numbers = new ulong[3];
        if (parts.Length != 3) return false;
        for (var i = 0; i < 3; i++)
            if (!TryNumber(parts[i], out numbers[i]))
                return false;
        return true;
    }

    private static bool TryNumber(string text, out ulong number) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
