using System.Text;
using Microkernel.V1;

namespace Microkernel.Model.Manifests;

/// <summary>
/// Reads manifests: YAML documents, or JSON, each <c>kind</c>, <c>metadata</c>, <c>spec</c>. Types are known from the
/// protos alone, so that a new field or kind needs no code here.
/// </summary>
public static class ManifestReader
{
    /// <summary>What <c>apiVersion</c> may say.</summary>
    public const string ApiVersion = "microkernel/v1";

    private static readonly string[] Keys = ["apiVersion", "kind", "metadata", "spec"];

    /// <summary>Reads every object of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">Name of the file, for messages.</param>
    /// <exception cref="ManifestException">Something is wrong; the exception lists all that was found.</exception>
    public static IReadOnlyList<Manifest> Read(string text, string? file = null)
    {
        var problems = new ProblemList(file);
        var manifests = new List<Manifest>();
        foreach (var node in YamlTreeReader.Read(text, problems).SelectMany(Unfold))
        {
            if (manifests.Count == ManifestLimits.ObjectsMax)
            {
                throw problems.Fatal(node.Line, node.Column, $"More than {ManifestLimits.ObjectsMax} objects");
            }

            if (ReadObject(node, problems) is { } manifest)
            {
                manifests.Add(manifest);
            }
        }

        return problems.Problems.Count == 0
            ? manifests
            : throw new ManifestException([.. problems.Problems.OrderBy(p => p.Line).ThenBy(p => p.Column)]);
    }

    /// <summary>Reads every object of a stream of UTF-8 text, no more of it than the bound.</summary>
    /// <exception cref="ManifestException">Something is wrong; the exception lists all that was found.</exception>
    public static IReadOnlyList<Manifest> Read(Stream stream, string? file = null)
    {
        using var reader = new StreamReader(
            stream, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, 4096,
            true);
        var text = new StringBuilder();
        var buffer = new char[64 * 1024];
        try
        {
            for (int count; (count = reader.ReadBlock(buffer)) > 0;)
            {
                text.Append(buffer, 0, count);
                if (text.Length > ManifestLimits.LengthMax)
                {
                    throw new ProblemList(file).Fatal(
                        0, 0, $"The text is longer than {ManifestLimits.LengthMax} characters");
                }
            }
        }
        catch (DecoderFallbackException e)
        {
            throw new ProblemList(file).Fatal(0, 0, $"Not UTF-8 text: {e.Message}");
        }

        return Read(text.ToString(), file);
    }

    // A list of objects is what JSON has in place of documents; "kind: List" is how some tools write it.
    private static IEnumerable<ManifestNode> Unfold(ManifestNode node) => node switch
    {
        ScalarNode { IsNull: true } => [],
        SequenceNode list => list.Items,
        MappingNode map when map.Find("kind") is ScalarNode { Text: "List" }
            && map.Find("items") is SequenceNode items =>
            items.Items,
        _ => [node],
    };

    private static Manifest? ReadObject(ManifestNode node, ProblemList problems)
    {
        if (node is not MappingNode map)
        {
            var found = (node as ScalarNode)?.Text ?? node.Sort;
            problems.Add(node, string.Empty, found, "Not an object", "a mapping with kind, metadata and spec");
            return null;
        }

        foreach (var (key, _) in map.Entries)
        {
            if (!Keys.Contains(key.Text))
            {
                problems.Add(key, key.Text, null, MessageReader.UnknownField(key.Text, Keys),
                    "kind, metadata and spec");
            }
        }

        if (map.Find("apiVersion") is { } version && version is not ScalarNode { Text: ApiVersion })
        {
            problems.Add(version, "apiVersion", (version as ScalarNode)?.Text, "Unknown version", ApiVersion);
        }

        if (ReadKind(map, problems) is not { } kind)
        {
            return null;
        }

        var reader = new MessageReader(problems);
        var result = new V1.Object { Metadata = new ObjectMeta() };
        reader.Read(map.Find("metadata") ?? new MappingNode([], map.Line, map.Column), result.Metadata, "metadata");
        var spec = kind.Spec.Parser.ParseFrom([]);
        reader.Read(map.Find("spec") ?? new MappingNode([], map.Line, map.Column), spec, "spec");
        kind.Field.Accessor.SetValue(result, spec);
        return new Manifest(result, problems.File, map.Line, reader.Positions);
    }

    private static Kind? ReadKind(MappingNode map, ProblemList problems)
    {
        if (map.Find("kind") is not { } node)
        {
            problems.Add(map, "kind", null, "Missing", $"one of {Kinds.Names}");
            return null;
        }

        if (node is ScalarNode { Text: var name })
        {
            if (Kinds.TryGet(name, out var kind) && kind.Name == name)
            {
                return kind;
            }

            var near = NearestName.Find(name, Kinds.All.Select(k => k.Name));
            var hint = near is null ? string.Empty : $" (did you mean {near}?)";
            problems.Add(node, "kind", name, $"Unknown kind{hint}", $"one of {Kinds.Names}");
            return null;
        }

        problems.Add(node, "kind", null, $"The kind is {node.Sort}", $"one of {Kinds.Names}");
        return null;
    }
}
