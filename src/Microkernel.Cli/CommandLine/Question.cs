using Microkernel.Cli.Failures;

namespace Microkernel.Cli.CommandLine;

/// <summary>Asks before what cannot be undone.</summary>
internal static class Question
{
    /// <summary>Asks on the terminal and tells whether the wanted answer came; the case of a word matters.</summary>
    /// <param name="session">The command's session.</param>
    /// <param name="question">The question, with a space at its end.</param>
    /// <param name="wanted">The answer that agrees.</param>
    /// <param name="option">The option that answers where nobody can be asked.</param>
    /// <exception cref="CommandFailure">There is no terminal to ask on.</exception>
    public static bool Confirms(CommandSession session, string question, string wanted, string option)
    {
        var terminal = session.Terminal;
        if (!terminal.InIsTerminal || !terminal.ErrorIsTerminal)
        {
            throw new CommandFailure(
                ExitCodes.Usage, $"{option}: missing: there is no terminal to ask on; nothing was done.",
                $"Say {option} if you are sure.");
        }

        terminal.Error.Write(question);
        terminal.Error.Flush();
        var answer = terminal.In.ReadLine()?.Trim();
        return string.Equals(
            answer, wanted, wanted.Length == 1 ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
    }
}
