using System.Text.RegularExpressions;
using Microkernel.Driver.V1;

namespace Microkernel.Driver;

/// <summary>Checks parameters against what an agent says that it takes.</summary>
internal static partial class ParameterRules
{
    private static readonly HashSet<string> Booleans = new(StringComparer.OrdinalIgnoreCase)
    {
        "true", "false", "yes", "no", "on", "off", "1", "0", "y", "n", "ja",
    };

    /// <summary>
    /// Finds what is wrong; unknown and outdated names only warn, since agents take more than they tell.
    /// </summary>
    public static IEnumerable<ParameterProblem> Check(Agent agent, AgentParameters parameters)
    {
        foreach (var known in agent.Parameters)
        {
            var given = parameters.TryGet(known.Name, out var value);
            if (!given && known.Required && !known.HasDefaultValue)
                yield return Problem(known.Name, "required, but not given");
            else if (given && Expected(known, value!) is { } expected)
                yield return Problem(
                    known.Name, $"got {Shown(known, parameters, value!)}, expected {expected}");
            if (given && known.Deprecated)
                yield return Problem(known.Name, "outdated, the agent says", warning: true);
        }
        foreach (var name in parameters.Values.Keys.Where(name => agent.Parameters.All(p => p.Name != name)))
            yield return Problem(name, $"{agent.Name} does not say that it takes this", warning: true);
    }

    private static string? Expected(Parameter parameter, string value) => parameter.Type switch
    {
        ParameterType.Integer when !Integer().IsMatch(value) => "a whole number",
        ParameterType.Boolean when !Booleans.Contains(value) => "true or false",
        ParameterType.Duration when !Duration().IsMatch(value) => "a duration as 20s",
        ParameterType.Select when parameter.Options.Count > 0 && !parameter.Options.Contains(value) =>
            "one of " + string.Join(", ", parameter.Options),
        _ => null,
    };

    private static string Shown(Parameter parameter, AgentParameters given, string value) =>
        parameter.Secret || given.IsSecret(parameter.Name) ? "a secret value" : $"\"{value}\"";

    private static ParameterProblem Problem(string name, string message, bool warning = false) =>
        new() { Parameter = name, Message = message, Warning = warning };

    [GeneratedRegex(@"^\s*[+-]?[0-9]+\s*\z")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^\s*[0-9]+\s*(us|usec|ms|msec|s|sec|m|min|h|hr|d|w)?\s*\z", RegexOptions.IgnoreCase)]
    private static partial Regex Duration();
}
