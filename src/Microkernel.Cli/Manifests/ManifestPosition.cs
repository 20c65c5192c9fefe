using Microkernel.Model;
using Microkernel.Model.Manifests;

namespace Microkernel.Cli.Manifests;

/// <summary>Finds the line of a manifest that the server speaks of.</summary>
internal static class ManifestPosition
{
    /// <summary>Note of an import: the file and line that an object comes from.</summary>
    private const string Origin = "imported-from";

    /// <summary>
    /// Returns <c>file:line:column</c> for a text as <c>Resource/web: spec.agent: ...</c>; for what was imported the
    /// place that it comes from; null where neither is known.
    /// </summary>
    public static string? Of(IReadOnlyList<Manifest> manifests, string violation)
    {
        var parts = violation.Split(": ", 3);
        if (parts.Length < 2 || manifests.FirstOrDefault(m => m.Object.Title() == parts[0]) is not { } found)
        {
            return null;
        }

        if (found.File is null)
        {
            return found.Object.Metadata.Annotations.GetValueOrDefault(Origin);
        }

        var (line, column) = found.Locate(parts[1]);
        return $"{found.File}:{line}:{column}";
    }
}
