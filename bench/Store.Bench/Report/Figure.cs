using System.Globalization;

namespace Store.Bench.Report;

/// <summary>One figure of both, from several rounds of the same run.</summary>
internal sealed class Figure(bool lessIsBetter)
{
    private readonly List<double> _ours = [];
    private readonly List<double> _theirs = [];

    /// <summary>Adds what a round gave.</summary>
    /// <param name="subject">0 for Microkernel, 1 for its peer.</param>
    /// <param name="value">The figure.</param>
    public void Add(int subject, double value) => (subject == 0 ? _ours : _theirs).Add(value);

    /// <summary>Returns both medians and their ratio, which is above 1 where Microkernel is ahead.</summary>
    public override string ToString()
    {
        if (_ours.Count == 0 || _theirs.Count == 0)
            return $"{Text(_ours)} / {Text(_theirs)}";
        double ours = Median(_ours), theirs = Median(_theirs);
        double ratio = lessIsBetter ? theirs / ours : ours / theirs;
        string shown = string.Create(CultureInfo.InvariantCulture, $"{Text(_ours)} / {Text(_theirs)} = {ratio:f2}");
        return ratio >= 1 ? $"**{shown}**" : shown;
    }

    private static string Text(List<double> values) => values.Count == 0 ? "-" : Median(values) switch
    {
        >= 100 and var large => large.ToString("n0", CultureInfo.InvariantCulture),
        >= 10 and var middle => middle.ToString("n1", CultureInfo.InvariantCulture),
        var small => small.ToString("n2", CultureInfo.InvariantCulture),
    };

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
