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
        terminal.Error.WriteLine($"{ink.Paint("error:", Tone.Bad)} {SafeText.Lines(failure.Message)}");
        foreach (var detail in failure.Details)
        {
            terminal.Error.WriteLine($"  {SafeText.Lines(detail)}");
        }

        if (failure.Next is not null)
        {
            terminal.Error.WriteLine($"{ink.Paint("next:", Tone.Strong)} {SafeText.Lines(failure.Next)}");
        }
    }
}
