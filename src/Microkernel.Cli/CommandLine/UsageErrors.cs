using System.CommandLine;
using Microkernel.Cli.Failures;
using Microkernel.Model;

namespace Microkernel.Cli.CommandLine;

/// <summary>Turns what is wrong with a command line into one failure.</summary>
internal static class UsageErrors
{
    /// <summary>Returns the failure, or null where nothing is wrong.</summary>
    public static CommandFailure? Of(ParseResult arguments)
    {
        if (arguments.Errors.Count == 0)
        {
            return null;
        }

        var command = arguments.CommandResult.Command;
        var messages = arguments.Errors.Select(e => e.Message).Distinct().ToList();
        if (command.Subcommands.Count > 0 && arguments.UnmatchedTokens.Count > 0)
        {
            // Otherwise the parser would also say that a command is missing, which is not what went wrong.
            var wrong = arguments.UnmatchedTokens[0];
            var near = NearestName.Find(wrong, command.Subcommands.Select(c => c.Name));
            var hint = near is null ? string.Empty : $" Did you mean '{near}'?";
            messages = [$"'{wrong}' is not a command of {Path(arguments)}.{hint}"];
        }

        return new CommandFailure(
            ExitCodes.Usage, messages[0], $"{Path(arguments)} --help", [.. messages.Skip(1)]);
    }

    private static string Path(ParseResult arguments)
    {
        var names = new Stack<string>();
        for (System.CommandLine.Parsing.SymbolResult? at = arguments.CommandResult; at is not null; at = at.Parent)
        {
            if (at is System.CommandLine.Parsing.CommandResult { Command: var command })
            {
                names.Push(command is RootCommand ? "mkctl" : command.Name);
            }
        }

        return string.Join(' ', names);
    }
}
