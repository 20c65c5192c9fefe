using System.Diagnostics.CodeAnalysis;
using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.V1;

namespace Microkernel.Import;

/// <summary>
/// The nodes of the cluster, by the names that files know them by. Case does not matter, and a host name without its
/// domain is enough where one node alone has it.
/// </summary>
internal sealed class NodeRegistry(ImportContext context)
{
    private readonly Dictionary<string, ObjectDraft> _nodes = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the names of the Node objects, in the order in which they came.</summary>
    public IReadOnlyList<string> Names => [.. _nodes.Values.Select(d => d.Object.Name())];

    /// <summary>Finds a node.</summary>
    public bool TryGet(string source, [NotNullWhen(true)] out ObjectDraft? node)
    {
        if (_nodes.TryGetValue(source, out node))
        {
            return true;
        }

        var host = HostOf(source);
        var alike = _nodes.Where(
            n => string.Equals(HostOf(n.Key), host, StringComparison.OrdinalIgnoreCase)
            && (host == source || HostOf(n.Key) == n.Key)).Take(2).ToList();
        node = alike.Count == 1 ? alike[0].Value : null;
        return node is not null;
    }

    /// <summary>Returns the name of the node with a member number; null when none is known to have it.</summary>
    public string? WithId(uint id) =>
        _nodes.Where(n => n.Value.Object.Node.Id == id).Select(n => n.Key).FirstOrDefault();

    /// <summary>Returns the node that a file declares, new or known from another file.</summary>
    public ObjectDraft Declare(string source, SourceElement from)
    {
        if (TryGet(source, out var known))
        {
            if (known.Source != from)
            {
                known.Comment($"and from {from.File.ShortName}:{from.Line}: {from}");
            }

            return known;
        }

        Kinds.TryGet("Node", out var kind);
        var name = context.Names.Claim(kind!, source);
        return _nodes[source] = context.Add(new V1.Object { Node = new NodeSpec() }, name, from);
    }

    /// <summary>Returns the node that a file only names; one that no file declares is declared by that.</summary>
    public ObjectDraft Mention(string source, SourceElement from)
    {
        if (TryGet(source, out var known))
        {
            return known;
        }

        var draft = Declare(source, from);
        context.Say(
            ImportSeverity.ChangedMeaning,
            from,
            from.ToString(),
            $"no file declares the node {source}, so {draft.Object.Title()} is declared by being named here; the old"
                + " cluster knew its nodes by membership");
        draft.Comment("No file declares this node; it is named here.");
        return draft;
    }

    private static string HostOf(string name) =>
        System.Net.IPAddress.TryParse(name, out _) ? name : name.Split('.', 2)[0];
}
