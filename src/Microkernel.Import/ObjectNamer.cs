using Microkernel.Model;
using Microkernel.Model.Validation;

namespace Microkernel.Import;

/// <summary>
/// Gives objects names that may be used and that no other object of the kind has; the same for the same file.
/// </summary>
internal sealed class ObjectNamer
{
    private readonly HashSet<(string Space, string Name)> _taken = [];

    /// <summary>
    /// Takes the first of the wanted names that is free, each made valid; then the last with a number.
    /// </summary>
    public string Claim(Kind kind, params IEnumerable<string> wanted)
    {
        // Resources and groups share one space.
        var space = kind.Name == "Group" ? "Resource" : kind.Name;
        var last = string.Empty;
        foreach (var name in wanted)
        {
            last = Valid(name);
            if (_taken.Add((space, last)))
            {
                return last;
            }
        }

        for (var i = 2; ; i++)
        {
            var suffix = $"-{i}";
            var name = last[..Math.Min(last.Length, ObjectNames.LengthMax - suffix.Length)] + suffix;
            if (_taken.Add((space, name)))
            {
                return name;
            }
        }
    }

    /// <summary>Makes a name valid: what may not be in one becomes '-'.</summary>
    public static string Valid(string name)
    {
        var text = string.Concat(name.Select(c => ObjectNames.IsAllowed(c) ? c : '-')).TrimStart('.', '_', '-')
            .TrimEnd('-');
        return text.Length == 0 ? "unnamed" : text[..Math.Min(text.Length, ObjectNames.LengthMax)];
    }
}
