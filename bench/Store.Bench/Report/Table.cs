namespace Store.Bench.Report;

/// <summary>A table of figures in Markdown.</summary>
/// <param name="title">What it is about.</param>
/// <param name="columns">The heads of the figures' columns; less is better where a head ends in a minus sign.</param>
internal sealed class Table(string title, params string[] columns)
{
    private const char LessIsBetter = '-';

    private readonly List<(string Label, Figure[] Figures)> _rows = [];

    /// <summary>Returns the figures of a row, which is added when it is asked for first.</summary>
    public Figure[] Row(string label)
    {
        var found = _rows.Find(row => row.Label == label);
        if (found.Figures is not null)
            return found.Figures;
        Figure[] figures = [.. columns.Select(column => new Figure(column.EndsWith(LessIsBetter)))];
        _rows.Add((label, figures));
        return figures;
    }

    /// <summary>Writes the table.</summary>
    public void WriteTo(TextWriter writer)
    {
        writer.WriteLine($"\n### {title}\n");
        writer.WriteLine($"| | {string.Join(" | ", columns.Select(column => column.TrimEnd(LessIsBetter, ' ')))} |");
        writer.WriteLine($"| --- |{string.Concat(columns.Select(_ => " --- |"))}");
        foreach (var (label, figures) in _rows)
            writer.WriteLine($"| {label} | {string.Join(" | ", figures.Select(figure => figure.ToString()))} |");
        writer.Flush();
    }
}
