using Microkernel.Cli.Output;

namespace Microkernel.Cli.StatusView;

/// <summary>Where the sections of the status are written.</summary>
/// <param name="output">Where to.</param>
/// <param name="ink">How to colour.</param>
/// <param name="textWidth">Columns that running text takes.</param>
/// <param name="tableWidth">Columns that tables take; null for as many as needed.</param>
internal sealed class StatusPage(TextWriter output, Ink ink, int textWidth, int? tableWidth)
{
    private const int SectionIndent = 2;

    /// <summary>Writes a line of the summary: a label and what it says.</summary>
    public void WriteFact(string label, string text, Tone tone = Tone.Plain)
    {
        const int LabelWidth = 9;
        var first = true;
        foreach (var line in TextWrap.Wrap(SafeText.Line(text), textWidth - LabelWidth))
        {
            var head = first ? label : string.Empty;
            output.WriteLine(
                ink.Paint(head, Tone.Strong) + new string(' ', LabelWidth - head.Length) + ink.Paint(line, tone));
            first = false;
        }
    }

    /// <summary>Begins a section.</summary>
    public void WriteTitle(string title)
    {
        output.WriteLine();
        output.WriteLine(ink.Paint(title, Tone.Strong));
    }

    /// <summary>Writes a table of the section.</summary>
    public void WriteTable(TextTable table) => table.Write(output, ink, tableWidth, SectionIndent);

    /// <summary>Writes a paragraph of the section.</summary>
    public void WriteText(string text, int indent = SectionIndent, Tone tone = Tone.Plain)
    {
        foreach (var line in TextWrap.Wrap(SafeText.Line(text), textWidth - indent))
        {
            output.WriteLine(new string(' ', indent) + ink.Paint(line, tone));
        }
    }
}
