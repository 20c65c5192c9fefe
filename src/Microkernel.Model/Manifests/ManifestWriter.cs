using System.Text;
using Google.Protobuf;

namespace Microkernel.Model.Manifests;

/// <summary>
/// Writes objects in the form that <see cref="ManifestReader"/> reads: fields in the order of the protos, map keys
/// sorted, nothing that has its default. Secrets are written as they are: see <see cref="Redaction"/>.
/// </summary>
public static class ManifestWriter
{
    /// <summary>Writes objects as YAML documents.</summary>
    public static string ToYaml(IEnumerable<V1.Object> objects) => ToYaml(objects.Select(o => new CommentedObject(o)));

    /// <summary>Writes objects as YAML documents, with comments.</summary>
    public static string ToYaml(IEnumerable<CommentedObject> objects)
    {
        var text = new StringBuilder();
        foreach (var item in objects)
        {
            if (text.Length > 0)
            {
                text.Append("---\n");
            }

            foreach (var line in item.Head)
            {
                YamlEmitter.AppendComment(text, line);
            }

            new YamlEmitter(text, item.Fields).WriteDocument(MessageNodes.Of(item.Object));
        }

        return text.ToString();
    }

    /// <summary>Writes objects as JSON: one as itself, any other number as a list.</summary>
    public static string ToJson(IReadOnlyCollection<V1.Object> objects)
    {
        ManifestNode node = objects.Count == 1
            ? MessageNodes.Of(objects.First())
            : new SequenceNode([.. objects.Select(MessageNodes.Of)]);
        return JsonEmitter.Write(node);
    }

    /// <summary>Writes any message of the API, as a status, in the style of manifests, as YAML.</summary>
    public static string ToYaml(IMessage message)
    {
        var text = new StringBuilder();
        new YamlEmitter(text, new Dictionary<string, string>()).WriteDocument(MessageNodes.Of(message));
        return text.ToString();
    }

    /// <summary>Writes any message of the API, as a status, in the style of manifests, as JSON.</summary>
    public static string ToJson(IMessage message) => JsonEmitter.Write(MessageNodes.Of(message));
}
