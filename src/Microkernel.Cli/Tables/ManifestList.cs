using System.Text;
using Microkernel.Model.Manifests;

namespace Microkernel.Cli.Tables;

/// <summary>Writes any number of objects as one JSON value that <c>apply</c> takes.</summary>
internal static class ManifestList
{
    /// <summary>Returns <c>{"kind": "List", "items": [...]}</c>, also for no object or one.</summary>
    public static string ToJson(IEnumerable<V1.Object> objects)
    {
        var text = new StringBuilder("{\n  \"apiVersion\": \"").Append(ManifestReader.ApiVersion)
            .Append("\",\n  \"kind\": \"List\",\n  \"items\": [");
        var first = true;
        foreach (var manifest in objects.Select(o => ManifestWriter.ToJson([o]).TrimEnd()))
        {
            text.Append(first ? "\n    " : ",\n    ")
                .Append(manifest.Replace("\n", "\n    ", StringComparison.Ordinal));
            first = false;
        }

        return text.Append(first ? "]\n}\n" : "\n  ]\n}\n").ToString();
    }
}
