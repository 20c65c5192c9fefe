using System.Text;

namespace Microkernel.Cli.Output;

/// <summary>
/// Lays out columns by two spaces, without lines around them, so that people and awk can read them alike. Where the
/// screen is too narrow the widest columns are narrowed, and what does not fit goes on below in the same column.
/// </summary>
internal sealed class TextTable(params string[] headers)
{
    private const string Gap = "  ";

    /// <summary>No column is made narrower than this.</summary>
    private const int ColumnWidthMin = 8;

    private readonly List<Cell[]> _rows = [];

    /// <summary>Gets how many rows there are.</summary>
    public int Count => _rows.Count;

    /// <summary>Adds a row with a cell for each header; an empty text shows as <c>-</c>.</summary>
    public void Add(params Cell[] cells)
    {
        if (cells.Length != headers.Length)
        {
            throw new ArgumentException($"{cells.Length} cells for {headers.Length} columns.", nameof(cells));
        }

        _rows.Add([.. cells.Select(c => c with { Text = c.Text.Length == 0 ? "-" : SafeText.Line(c.Text) })]);
    }

    /// <summary>Writes headers and rows.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="ink">How to colour.</param>
    /// <param name="width">Columns of the screen; null for as many as needed.</param>
    /// <param name="indent">Columns to leave free at the left.</param>
    public void Write(TextWriter to, Ink ink, int? width = null, int indent = 0)
    {
        var widths = Widths(width is { } columns ? columns - indent : int.MaxValue);
        WriteRow(to, ink, [.. headers.Select(h => new Cell(h, Tone.Faint))], widths, indent);
        foreach (var row in _rows)
        {
            WriteRow(to, ink, row, widths, indent);
        }
    }

    private int[] Widths(int available)
    {
        int[] widths =
            [.. headers.Select((h, i) => Math.Max(h.Length, _rows.Count == 0 ? 0 : _rows.Max(r => r[i].Width)))];
        var total = widths.Sum(w => (long)w) + (Gap.Length * (widths.Length - 1));
        while (total > available)
        {
            var widest = Array.IndexOf(widths, widths.Max());
            if (widths[widest] <= Math.Max(ColumnWidthMin, headers[widest].Length))
            {
                break;
            }

            widths[widest]--;
            total--;
        }

        return widths;
    }

    private static void WriteRow(TextWriter to, Ink ink, Cell[] row, int[] widths, int indent)
    {
        string[][] lines = [.. row.Select((cell, i) => TextWrap.Wrap(cell.Text, Math.Max(1, widths[i] - cell.Indent)).ToArray())];
        var height = lines.Max(l => l.Length);
        for (var y = 0; y < height; y++)
        {
            var text = new StringBuilder().Append(' ', indent);
            var pending = 0;
            for (var x = 0; x < row.Length; x++)
            {
                var part = y < lines[x].Length ? lines[x][y] : string.Empty;
                var taken = 0;
                if (part.Length > 0)
                {
                    // Spaces are written before the next text only, so that no line ends in them.
                    text.Append(' ', pending + row[x].Indent).Append(ink.Paint(part, row[x].Tone));
                    taken = row[x].Indent + part.Length;
                    pending = 0;
                }

                pending += widths[x] - taken + Gap.Length;
            }

            to.WriteLine(text.ToString());
        }
    }
}
