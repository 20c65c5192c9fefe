using System.Text;

namespace Microkernel.Import;

/// <summary>One line of the report: a piece of the source and what became of it.</summary>
/// <param name="Severity">What became of it, in a word.</param>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 1; 0 when it is about the whole file.</param>
/// <param name="Column">The column, from 1; 0 likewise.</param>
/// <param name="Source">The piece of the source, secrets masked.</param>
/// <param name="Outcome">What became of it, for people.</param>
public sealed record ImportEntry(
    ImportSeverity Severity, string File, int Line, int Column, string Source, string Outcome)
{
    /// <summary>Writes it in one line, as <c>cluster.conf:12: no counterpart: votes="2": ...</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(File);
        if (Line > 0)
        {
            text.Append(':').Append(Line);
            if (Severity == ImportSeverity.Error)
            {
                text.Append(':').Append(Column);
            }
        }

        text.Append(": ").Append(Words(Severity)).Append(": ");
        return (Source.Length > 0 ? text.Append(Source).Append(": ") : text).Append(Outcome).ToString();
    }

    private static string Words(ImportSeverity severity) => severity switch
    {
        ImportSeverity.Mapped => "mapped",
        ImportSeverity.ChangedMeaning => "changed meaning",
        ImportSeverity.NoCounterpart => "no counterpart",
        _ => "error",
    };
}
