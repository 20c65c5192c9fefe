namespace Microkernel.Model;

/// <summary>Finds what somebody may have meant.</summary>
public static class NearestName
{
    private const int LengthMax = 64;

    /// <summary>Returns the known name nearest to a wrong one, or null when none is near.</summary>
    public static string? Find(string wrong, IEnumerable<string> known)
    {
        if (wrong.Length is 0 or > LengthMax)
        {
            return null;
        }

        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var name in known)
        {
            var distance = name.Length > LengthMax ? int.MaxValue : Distance(Fold(wrong), Fold(name));
            if (distance < bestDistance)
            {
                (best, bestDistance) = (name, distance);
            }
        }

        return bestDistance <= Math.Max(1, Math.Min(wrong.Length, best?.Length ?? 0) / 3) ? best : null;
    }

    private static string Fold(string name) => name.Replace("_", string.Empty, StringComparison.Ordinal)
        .Replace("-", string.Empty, StringComparison.Ordinal).ToUpperInvariant();

    // Optimal string alignment: insertions, deletions, replacements and swaps of neighbours.
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                rows[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(
                        Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1),
                        rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[a.Length, b.Length];
    }
}
