using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Microkernel.Cli.Output;
using Microkernel.Model;

namespace Microkernel.Cli.CommandLine;

/// <summary>Options whose errors name the option, the value and what was expected.</summary>
internal static class OptionValues
{
    /// <summary>Creates an option that takes a duration, as <c>30s</c>.</summary>
    public static Option<TimeSpan?> Duration(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result => DurationText.TryParse(Token(result), out var duration) && duration > TimeSpan.Zero
            ? duration
            : Refuse<TimeSpan?>(result, name, "a duration above 0 as 500ms, 30s or 2m"),
    };

    /// <summary>Creates an option that takes a whole number that is not negative.</summary>
    public static Option<uint?> Count(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
            uint.TryParse(Token(result), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : Refuse<uint?>(result, name, $"a whole number from 0 to {uint.MaxValue}"),
    };

    /// <summary>Creates an option that takes a sequence number.</summary>
    public static Option<long?> Sequence(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "SEQUENCE",
        CustomParser = result =>
            long.TryParse(Token(result), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : Refuse<long?>(result, name, "the sequence number of an event, a whole number from 0"),
    };

    /// <summary>Creates the option that says in which form results are printed.</summary>
    public static Option<OutputFormat> Format(string name, string alias) => new(name, alias)
    {
        Description = "Form of the result: table, wide, json, yaml or name. Default: table.",
        HelpName = "FORMAT",
        Recursive = true,
        CustomParser = result =>
            Enum.GetNames<OutputFormat>()
                .FirstOrDefault(n => n.Equals(Token(result), StringComparison.OrdinalIgnoreCase)) is { } found
                ? Enum.Parse<OutputFormat>(found)
                : Refuse<OutputFormat>(result, name, "table, wide, json, yaml or name"),
    };

    /// <summary>Creates an option that takes OLD=NEW, as often as wanted.</summary>
    public static Option<KeyValuePair<string, string>[]> Pairs(
        string name, string helpName, string description) => new(name)
        {
            Description = description,
            HelpName = helpName,
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
            CustomParser = result => ParsePairs(result, name, helpName),
        };

    private static KeyValuePair<string, string>[] ParsePairs(ArgumentResult result, string name, string helpName)
    {
        var pairs = new Dictionary<string, string>();
        foreach (var token in result.Tokens)
        {
            var cut = token.Value.IndexOf('=', StringComparison.Ordinal);
            if (cut < 1 || cut == token.Value.Length - 1)
            {
                result.AddError($"{name}: '{token.Value}': expected {helpName}");
            }
            else if (!pairs.TryAdd(token.Value[..cut], token.Value[(cut + 1)..]))
            {
                result.AddError($"{name}: '{token.Value}': '{token.Value[..cut]}' is given twice");
            }
        }

        return [.. pairs];
    }

    private static string Token(ArgumentResult result) =>
        result.Tokens.Count == 0 ? string.Empty : result.Tokens[0].Value;

    private static T? Refuse<T>(ArgumentResult result, string name, string expected)
    {
        result.AddError($"{name}: '{Token(result)}': expected {expected}");
        return default;
    }
}
