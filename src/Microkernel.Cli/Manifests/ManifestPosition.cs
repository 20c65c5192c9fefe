using Microkernel.Model;
using Microkernel.Model.Manifests;

namespace Microkernel.Cli.Manifests;

/// <summary>Finds the line of a manifest that the server speaks of.</summary>
internal static class ManifestPosition
{
    /// <summary>Returns <c>file:line:column</c> for a text as <c>Resource/web: spec.agent: ...</c>, or null.</summary>
    public static string? Of(IReadOnlyList<Manifest> manifests, string violation)
    {
        var parts = violation.Split(": ", 3);
        if (parts.Length < 2 || manifests.FirstOrDefault(m => m.Object.Title() == parts[0]) is not { File: { } file } found)
        {
            return null;
        }

        var (line, column) = found.Locate(parts[1]);
        return $"{file}:{line}:{column}";
    }
}
