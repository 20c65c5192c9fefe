using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Output;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary>Prints events one by one, as they come.</summary>
internal sealed class EventLines(CommandSession session)
{
    // "HH:mm:ss.fff" and the widest severity with their gaps.
    private const int MessageIndent = 24;

    private string _day = string.Empty;

    /// <summary>Gets how many were printed.</summary>
    public int Count { get; private set; }

    /// <summary>Prints one event.</summary>
    public void Write(Event happened)
    {
        Count++;
        switch (session.Format)
        {
            case OutputFormat.Json:
                session.Out.WriteLine(MessageText.JsonLine(happened));
                break;
            case OutputFormat.Yaml:
                session.Out.Write("---\n" + MessageText.Yaml(happened));
                break;
            case OutputFormat.Name:
                session.Out.WriteLine(happened.Sequence.ToString(CultureInfo.InvariantCulture));
                break;
            default:
                WriteForPeople(happened);
                break;
        }

        session.Out.Flush();
    }

    private void WriteForPeople(Event happened)
    {
        var time = session.Terminal.ToLocal(happened.Time ?? new Timestamp());
        var day = time.ToString("yyyy-MM-dd zzz", CultureInfo.InvariantCulture);
        if (day != _day)
        {
            session.Out.WriteLine(session.Ink.Paint(day, Tone.Faint));
            _day = day;
        }

        var (word, tone) = happened.Severity switch
        {
            Severity.Critical => ("CRITICAL", Tone.Bad),
            Severity.Warning => ("warning", Tone.Uneasy),
            _ => ("info", Tone.Faint),
        };
        var text = SafeText.Line(happened.Message);
        if (session.Format == OutputFormat.Wide)
        {
            var facts = happened.Facts.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}={f.Value}");
            text = SafeText.Line(
                $"{happened.Sequence} {happened.Node} {happened.Code} {text} {string.Join(' ', facts)}");
        }

        var width = session.TableWidth is { } columns ? columns - MessageIndent : int.MaxValue;
        var first = true;
        foreach (var line in TextWrap.Wrap(text.Length == 0 ? happened.Code : text, width))
        {
            session.Out.WriteLine(first
                ? time.ToString("HH:mm:ss.fff  ", CultureInfo.InvariantCulture)
                    + session.Ink.Paint(word.PadRight(8), tone) + "  " + line
                : new string(' ', MessageIndent) + line);
            first = false;
        }
    }
}
