using System.CommandLine;
using System.CommandLine.Parsing;
using Microkernel.Cli.Failures;
using Microkernel.Model;

namespace Microkernel.Cli.CommandLine;

/// <summary>Turns what is wrong with a command line into one failure.</summary>
internal static class UsageErrors
{
    /// <summary>Tells whether nothing is wrong but that a command is missing, as after <c>mkctl driver</c>.</summary>
    public static bool IsIncomplete(ParseResult arguments) =>
        arguments.CommandResult.Command is { Action: null, Subcommands.Count: > 0 }
        && arguments.UnmatchedTokens.Count == 0 && arguments.Errors.Count == 1;

    /// <summary>Returns where help for the command is found.</summary>
    public static string HelpOf(ParseResult arguments) => $"{Path(arguments)} --help";

    /// <summary>Returns the failure.</summary>
    public static CommandFailure Of(ParseResult arguments)
    {
        var messages = Missing(arguments) ?? Unknown(arguments)
            ?? [.. arguments.Errors.Select(e => e.Message).Distinct()];
        return new CommandFailure(ExitCodes.Usage, messages[0], HelpOf(arguments), [.. messages.Skip(1)]);
    }

    private static List<string>? Missing(ParseResult arguments)
    {
        var missing = arguments.CommandResult.Command.Arguments
            .Where(a => a.Arity.MinimumNumberOfValues > 0 && arguments.GetResult(a) is null or { Tokens.Count: 0 })
            .Select(a => $"{a.Name}: missing: {a.Description}").ToList();
        return missing.Count > 0 && arguments.UnmatchedTokens.Count == 0 ? missing : null;
    }

    private static List<string>? Unknown(ParseResult arguments)
    {
        var command = arguments.CommandResult.Command;
        if (arguments.UnmatchedTokens.Count == 0)
        {
            return null;
        }

        var wrong = arguments.UnmatchedTokens[0];
        var isOption = wrong.StartsWith('-');
        var known = isOption
            ? command.Options.Concat(arguments.RootCommandResult.Command.Options.Where(o => o.Recursive))
                .SelectMany(o => o.Aliases.Append(o.Name))
            : command.Subcommands.Select(c => c.Name);
        var near = NearestName.Find(wrong, known);
        var hint = near is null ? string.Empty : $" Did you mean '{near}'?";
        var what = isOption ? "an option" : command.Subcommands.Count > 0 ? "a command" : "an argument";
        return [$"'{wrong}' is not {what} of {Path(arguments)}.{hint}"];
    }

    private static string Path(ParseResult arguments)
    {
        var names = new Stack<string>();
        for (SymbolResult? at = arguments.CommandResult; at is not null; at = at.Parent)
        {
            if (at is CommandResult { Command: var command })
            {
                names.Push(command is RootCommand ? "mkctl" : command.Name);
            }
        }

        return string.Join(' ', names);
    }
}
