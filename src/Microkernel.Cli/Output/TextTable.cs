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

    /// <summary>How far notes stand in from the first column.</summary>
    private const int NoteIndent = 4;

    private readonly List<Row> _rows = [];

    /// <summary>Gets how many rows there are.</summary>
    public int Count => _rows.Count;

    /// <summary>Adds a row with a cell for each header; an empty text shows as <c>-</c>.</summary>
    public void Add(params Cell[] cells)
    {
        if (cells.Length != headers.Length)
        {
            throw new ArgumentException($"{cells.Length} cells for {headers.Length} columns.", nameof(cells));
        }

        Cell[] shown = [.. cells.Select(c => c with { Text = c.Text.Length == 0 ? "-" : SafeText.Line(c.Text) })];
        _rows.Add(new Row(shown, null));
    }

    /// <summary>Adds a sentence that stands below the last row; an empty one adds nothing.</summary>
    public void AddNote(string text, Tone tone = Tone.Plain)
    {
        if (text.Length > 0)
        {
            _rows[^1] = _rows[^1] with { Note = new Cell(SafeText.Line(text), tone) };
        }
    }

    /// <summary>Writes headers and rows.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="ink">How to colour.</param>
    /// <param name="width">Columns of the screen; null for as many as needed.</param>
    /// <param name="indent">Columns to leave free at the left.</param>
    public void Write(TextWriter to, Ink ink, int? width = null, int indent = 0)
    {
        var available = width is { } columns ? columns - indent : int.MaxValue;
        var widths = Widths(available);
        WriteRow(to, ink, [.. headers.Select(h => new Cell(h, Tone.Faint))], widths, indent);
        foreach (var row in _rows)
        {
            WriteRow(to, ink, row.Cells, widths, indent);
            if (row.Note is { } note)
            {
                foreach (var line in TextWrap.Wrap(note.Text, available - NoteIndent))
                {
                    to.WriteLine(new string(' ', indent + NoteIndent) + ink.Paint(line, note.Tone));
                }
            }
        }
    }

    private int[] Widths(int available)
    {
        int[] widths = [.. headers.Select((h, i) => Most(h.Length, i, c => c.Width))];

        // Words are kept whole as long as that is possible.
        int[] words = [.. headers.Select((h, i) => Most(h.Length, i, c => c.Indent + LongestWord(c.Text)))];
        Narrow(widths, words, available);
        Narrow(widths, [.. headers.Select(h => Math.Max(ColumnWidthMin, h.Length))], available);
        return widths;
    }

    private int Most(int header, int column, Func<Cell, int> width) =>
        Math.Max(header, _rows.Select(r => width(r.Cells[column])).DefaultIfEmpty().Max());

    private static int LongestWord(string text)
    {
        var longest = 0;
        foreach (var word in text.AsSpan().Split(' '))
        {
            longest = Math.Max(longest, word.End.Value - word.Start.Value);
        }

        return longest;
    }

    private static void Narrow(int[] widths, int[] floors, int available)
    {
        var total = widths.Sum(w => (long)w) + (Gap.Length * (widths.Length - 1));
        for (; total > available; total--)
        {
            var widest = -1;
            for (var i = 0; i < widths.Length; i++)
            {
                if (widths[i] > floors[i] && (widest < 0 || widths[i] > widths[widest]))
                {
                    widest = i;
                }
            }

            if (widest < 0)
            {
                return;
            }

            widths[widest]--;
        }
    }

    private static void WriteRow(TextWriter to, Ink ink, Cell[] row, int[] widths, int indent)
    {
        string[][] lines =
            [.. row.Select((cell, i) => TextWrap.Wrap(cell.Text, Math.Max(1, widths[i] - cell.Indent)).ToArray())];
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

    private sealed record Row(Cell[] Cells, Cell? Note);
}
