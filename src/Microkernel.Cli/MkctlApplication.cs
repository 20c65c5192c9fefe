using System.CommandLine;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Failures;
using Microkernel.Cli.Terminals;

namespace Microkernel.Cli;

/// <summary>The program: parses, runs one command, turns failures into messages and exit codes.</summary>
internal static class MkctlApplication
{
    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">The arguments after the name of the program.</param>
    /// <param name="terminal">Everything around it.</param>
    /// <param name="cancellation">Ends it as Ctrl-C does.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellation = default)
    {
        var options = new GlobalOptions();
        var root = CommandTree.Create(new CommandEnvironment(terminal, options));
        // Texts that begin with '@' are texts here, not files of arguments.
        var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var color = !arguments.Contains("--no-color") && terminal.AllowsColor;
        try
        {
            if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExamples)
            {
                return UsageErrors.IsIncomplete(parsed)
                    ? ShowHelp(root, arguments, terminal)
                    : throw UsageErrors.Of(parsed);
            }

            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = terminal.Out,
                    Error = terminal.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = TimeSpan.FromSeconds(2),
                },
                cancellation);
        }
        catch (CommandFailure e)
        {
            var next = e.Next ?? (e.ExitCode == ExitCodes.Usage ? UsageErrors.HelpOf(parsed) : null);
            FailureWriter.Write(terminal, color, new CommandFailure(e.ExitCode, e.Message, next, e.Details));
            return e.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            FailureWriter.Write(terminal, color, new CommandFailure(ExitCodes.Failed, e.Message));
            return ExitCodes.Failed;
        }
    }

    private static int ShowHelp(RootCommand root, IReadOnlyList<string> arguments, Terminal terminal)
    {
        root.Parse([.. arguments, "--help"]).Invoke(new InvocationConfiguration { Output = terminal.Error });
        return ExitCodes.Usage;
    }
}
