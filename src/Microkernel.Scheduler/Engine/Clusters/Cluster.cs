using Microkernel.V1;

namespace Microkernel.Scheduling.Engine;

/// <summary>Everything that one run of the scheduler works on.</summary>
internal sealed class Cluster
{
    private readonly Dictionary<string, Resource> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Node> _nodesByName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Node> _nodesById = new(StringComparer.Ordinal);

    public ClusterOptions Options { get; } = new();

    public List<Node> Nodes { get; } = [];

    /// <summary>Gets the outermost resources, in the order in which they choose.</summary>
    public List<Resource> Resources { get; } = [];

    public List<Colocation> Colocations { get; } = [];

    public List<Ordering> Orderings { get; } = [];

    public List<GraphAction> Actions { get; } = [];

    /// <summary>Gets the actions that are no resource's.</summary>
    public List<GraphAction> ClusterActions { get; } = [];

    public List<Probe> Probes { get; } = [];

    /// <summary>Gets the failures that count, of primitives on nodes.</summary>
    public List<(Resource Resource, Node Node, int Count)> FailureCounts { get; } = [];

    /// <summary>Gets what people should know: what is held up, what surprises.</summary>
    public List<string> Warnings { get; } = [];

    public Node AddNode(string id, string name)
    {
        var node = new Node(Nodes.Count, id, name);
        Nodes.Add(node);
        _nodesByName[name] = node;
        _nodesById[id] = node;
        return node;
    }

    public Node? FindNode(string name) =>
        _nodesByName.TryGetValue(name, out var node) ? node : _nodesById.GetValueOrDefault(name);

    /// <summary>Makes a resource; the outermost ones are to be added to <see cref="Resources"/>.</summary>
    public Resource Create(
        string id, ResourceKind kind, Resource? parent, ResourceSettings settings, string? configuredId = null)
    {
        var resource = new Resource(this, id, kind, parent)
        {
            ConfiguredId = configuredId ?? id,
            Settings = settings,
            Allowed = new NodeTable(Nodes.Count),
            InstanceCounts = kind == ResourceKind.Clone ? new int[Nodes.Count] : [],
        };
        parent?.Children.Add(resource);
        _byId.TryAdd(id, resource);
        if (configuredId is not null)
        {
            _byId.TryAdd(configuredId, resource);
        }

        if (Options.Symmetric)
        {
            foreach (var node in Nodes)
            {
                resource.Allowed[node.Index] = node.BaseScore;
            }
        }

        return resource;
    }

    public Resource? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Tells whether a node can be fenced by this partition.</summary>
    public bool CanFence(Node? node) => Options.FencingEnabled && Options.HasFenceDevice
        && (Options.Quorate || Options.NoQuorumPolicy == NoQuorumPolicy.Ignore || node is { Online: true });

    /// <summary>Returns an action, making it where there is none.</summary>
    public GraphAction Action(Resource? resource, string task, Node? node, bool optional = true, int interval = 0) =>
        ActionFactory.Get(this, resource, task, node, optional, interval);
}
