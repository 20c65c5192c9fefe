using System.Diagnostics.CodeAnalysis;
using Microkernel.Cli.Failures;
using Microkernel.Model;

namespace Microkernel.Cli.Commands;

/// <summary>Reads kinds as people write them: <c>Resource</c>, <c>resources</c>, <c>fence-device</c>.</summary>
internal static class KindArgument
{
    /// <summary>
    /// Gets the names of all kinds for help texts. Each run makes those, so they may not wake up the descriptors of the
    /// protos, which take longer than most commands.
    /// </summary>
    public static string Names => string.Join(", ", Enum.GetNames<V1.Object.SpecOneofCase>().Where(n => n != "None"));

    /// <summary>What stands for every kind.</summary>
    public const string All = "all";

    /// <summary>Reads a kind; null for all of them.</summary>
    /// <exception cref="CommandFailure">There is no such kind.</exception>
    public static Kind? ParseOrAll(string text) =>
        text.Equals(All, StringComparison.OrdinalIgnoreCase) ? null : Parse(text);

    /// <summary>Reads a kind, and tells whether there is such a one.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Kind? kind)
    {
        var folded = text.Replace("-", string.Empty, StringComparison.Ordinal)
            .Replace("_", string.Empty, StringComparison.Ordinal);
        return Kinds.TryGet(folded, out kind) || (folded.EndsWith('s') && Kinds.TryGet(folded[..^1], out kind));
    }

    /// <summary>Reads a kind.</summary>
    /// <exception cref="CommandFailure">There is no such kind.</exception>
    public static Kind Parse(string text)
    {
        if (TryParse(text, out var kind))
        {
            return kind;
        }

        var near = NearestName.Find(text, Kinds.All.Select(k => k.Name));
        var hint = near is null ? string.Empty : $" (did you mean {near}?)";
        throw CommandFailure.Usage("KIND", text, $"one of {Kinds.Names}{hint}");
    }
}
