using Microkernel.V1;

namespace Microkernel.Scheduling.Engine;

/// <summary>What a resource is made of.</summary>
internal enum ResourceKind
{
    Primitive,
    Group,
    Clone,
}

/// <summary>
/// A primitive, a group, or a clone, with what is configured, what is seen, and what is decided. Clones hold their
/// instances as children, groups their members.
/// </summary>
internal sealed class Resource(Cluster cluster, string id, ResourceKind kind, Resource? parent)
{
    private List<GraphAction>? _actions;

    public Cluster Cluster { get; } = cluster;

    /// <summary>Gets the name; an instance of a clone ends in ":" and its number.</summary>
    public string Id { get; } = id;

    public ResourceKind Kind { get; } = kind;

    public Resource? Parent { get; set; } = parent;

    public List<Resource> Children { get; } = [];

    /// <summary>Gets or sets the name that people gave it, without the number of an instance.</summary>
    public string ConfiguredId { get; init; } = id;

    public ResourceSettings Settings { get; set; } = new();

    public bool Managed { get; set; } = true;

    public bool Maintenance { get; set; }

    /// <summary>Gets or sets whether it shall be left alone until somebody looks at it.</summary>
    public bool Blocked { get; set; }

    public bool Orphan { get; set; }

    /// <summary>Gets or sets whether it is an instance too many, or of a clone that is no longer declared.</summary>
    public bool Failed { get; set; }

    /// <summary>Gets or sets whether its failure is mended by a stop (not by a demotion).</summary>
    public bool RecoverByStop { get; set; }

    public bool FailureIgnored { get; set; }

    public bool StartPending { get; set; }

    public bool StopUnexpected { get; set; }

    /// <summary>Gets or sets whether it is looked for only where a location says so.</summary>
    public bool ExclusiveDiscovery { get; set; }

    public ResourceRole Role { get; set; } = ResourceRole.Stopped;

    public ResourceRole NextRole { get; set; }

    /// <summary>Gets why the next role is what it is; for people.</summary>
    public string NextRoleReason { get; private set; } = "";

    public int Priority { get; set; }

    /// <summary>Gets or sets the worth of being promoted, by which instances are sorted.</summary>
    public int SortIndex { get; set; }

    /// <summary>Gets or sets the scores of nodes.</summary>
    public NodeTable Allowed { get; set; } = new(0);

    /// <summary>Gets or sets how many instances of this clone were put on each node.</summary>
    public int[] InstanceCounts { get; set; } = [];

    /// <summary>Gets where it is looked for, by node; null: everywhere.</summary>
    public ResourceDiscovery[]? Discovery { get; set; }

    /// <summary>Gets the nodes on which its state is known, as a set of bits.</summary>
    public NodeSet Known { get; set; }

    /// <summary>Gets or sets a node where it is not known whether it is active, and cannot be looked yet.</summary>
    public Node? UnprobedOn { get; set; }

    /// <summary>Gets or sets the nodes where it runs, or failed, with another definition than the one declared now.
    /// </summary>
    public NodeSet ChangedOn { get; set; }

    public List<Node> RunningOn { get; } = [];

    public Node? AssignedTo { get; set; }

    public bool Provisional { get; set; } = true;

    public bool Assigning { get; set; }

    public bool Merging { get; set; }

    /// <summary>Gets the name that a node knows an instance by, where it is not its own.</summary>
    public Dictionary<Node, string>? NamesOnNodes { get; set; }

    /// <summary>Gets or sets the node on which an operation of it is under way.</summary>
    public Node? PendingNode { get; set; }

    /// <summary>Gets or sets the node that it leaves in a live migration that has begun.</summary>
    public Node? MigrationSource { get; set; }

    /// <summary>Gets or sets the node that it comes to in a live migration that has begun.</summary>
    public Node? MigrationTarget { get; set; }

    /// <summary>Gets the nodes on which a migration left something that has to be stopped.</summary>
    public List<Node> DanglingMigrations { get; } = [];

    public Node? LockNode { get; set; }

    /// <summary>Gets what this one follows.</summary>
    public List<Colocation> Follows { get; } = [];

    /// <summary>Gets what follows this one.</summary>
    public List<Colocation> Followers { get; } = [];

    public List<LocationPreference> Locations { get; } = [];

    public List<GraphAction> Actions => _actions ??= [];

    public bool HasActions => _actions is { Count: > 0 };

    public bool IsClone => Kind == ResourceKind.Clone;

    public bool IsPromotable => IsClone && Settings.Clone!.Promotable;

    /// <summary>Gets whether instances differ from each other.</summary>
    public bool IsUnique => Settings.Clone?.Unique ?? Parent?.IsUnique ?? true;

    /// <summary>Gets the outermost resource that this one is a part of.</summary>
    public Resource Top => Parent is null ? this : Parent.Top;

    public bool IsActive => RunningOn.Count > 0;

    public bool IsInAnonymousClone => Top is { IsClone: true, IsUnique: false };

    public void SetNextRole(ResourceRole role, string reason) => (NextRole, NextRoleReason) = (role, reason);

    /// <summary>Returns the highest role of what it is made of, as it is or as it shall be.</summary>
    public ResourceRole RoleOf(bool current)
    {
        if (Kind == ResourceKind.Primitive)
        {
            return current ? Role : NextRole;
        }

        var highest = ResourceRole.Unknown;
        foreach (var child in Children)
        {
            var role = child.RoleOf(current);
            highest = role > highest ? role : highest;
        }

        return highest;
    }

    /// <summary>Returns the nodes that it is on, or is put on, without repetition.</summary>
    public IEnumerable<Node> Places(bool current)
    {
        if (Kind == ResourceKind.Primitive)
        {
            return current ? RunningOn : AssignedTo is null ? [] : [AssignedTo];
        }

        return Children.SelectMany(c => c.Places(current)).Distinct();
    }

    /// <summary>Returns the node that it is on, or is put on; null when none or where it is on several.</summary>
    public Node? Place(bool current)
    {
        if (Kind == ResourceKind.Primitive)
        {
            return current ? (RunningOn.Count > 0 ? RunningOn[0] : null) : AssignedTo;
        }

        Node? found = null;
        foreach (var child in Children)
        {
            if (child.Place(current) is { } place)
            {
                if (found is not null && found != place)
                {
                    return null;
                }

                found = place;
            }
        }

        return found;
    }

    /// <summary>Adds a score for a node here and in all that it is made of.</summary>
    public void AddScore(Node? node, int score)
    {
        foreach (var child in Children)
        {
            child.AddScore(node, score);
        }

        if (node is not null)
        {
            Allowed.Add(node.Index, score);
            return;
        }

        for (var i = 0; i < Allowed.Length; i++)
        {
            Allowed.Add(i, score);
        }
    }

    /// <summary>Tells whether anything that it is made of fulfils a condition.</summary>
    public bool Any(Func<Resource, bool> test) => test(this) || Children.Any(c => c.Any(test));

    /// <summary>Returns all primitives that it is made of.</summary>
    public IEnumerable<Resource> Primitives() =>
        Kind == ResourceKind.Primitive ? [this] : Children.SelectMany(c => c.Primitives());

    public GraphAction? Find(string task, Node? node = null)
    {
        if (_actions is null)
        {
            return null;
        }

        foreach (var action in _actions)
        {
            if (action.Task == task && action.Interval == 0 && (node is null || action.Node is null
                || action.Node == node))
            {
                return action;
            }
        }

        return null;
    }

    public override string ToString() => Id;
}
