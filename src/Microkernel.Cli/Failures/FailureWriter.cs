using Microkernel.Cli.Output;
using Microkernel.Cli.Terminals;

namespace Microkernel.Cli.Failures;

/// <summary>Tells the user what went wrong and what to do next, on standard error.</summary>
internal static class FailureWriter
{
    /// <summary>Writes a failure.</summary>
    public static void Write(Terminal terminal, bool color, CommandFailure failure)
    {
        var ink = new Ink(color && terminal.ErrorIsTerminal);
        Write(terminal, ink.Paint("error:", Tone.Bad), "error:".Length, failure.Message);
        foreach (var detail in failure.Details)
        {
            terminal.Error.WriteLine($"  {SafeText.Lines(detail)}");
        }

        if (failure.Next is not null)
        {
            Write(terminal, ink.Paint("next:", Tone.Strong), "next:".Length, failure.Next);
        }
    }

    // On a screen words are kept whole; in a file a message is one line.
    private static void Write(Terminal terminal, string head, int headWidth, string text)
    {
        var width = terminal.ErrorIsTerminal ? terminal.Width - headWidth - 1 : int.MaxValue;
        var indent = head;
        foreach (var line in TextWrap.Wrap(SafeText.Line(text), width))
        {
            terminal.Error.WriteLine($"{indent} {line}");
            indent = new string(' ', headWidth);
        }
    }
}
