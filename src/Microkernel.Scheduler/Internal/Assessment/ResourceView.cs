namespace Microkernel.Scheduling.Internal;

/// <summary>A resource as a plan sees it, and what the plan makes of it.</summary>
internal sealed class ResourceView(int index, ResourceDefinition definition)
{
    public int Index { get; } = index;

    public ResourceDefinition Definition { get; } = definition;

    public string Name => Definition.Name;

    /// <summary>Where something is to be said of it, by node.</summary>
    public List<Instance> Instances { get; } = [];

    /// <summary>Nodes on which it was looked at.</summary>
    public ulong Probed { get; set; }

    /// <summary>Why the plan leaves it as it is; null when it does not.</summary>
    public Pin? Pin { get; set; }

    /// <summary>Why it shall not run; null when it shall.</summary>
    public string? HeldDown { get; set; }

    /// <summary>Node that it is placed on, or null.</summary>
    public NodeView? Target { get; set; }

    public Outcome Outcome { get; set; }

    /// <summary>Node that it sticks to: where it runs, or where this plan is about to bring it; null: to
    /// none.</summary>
    public NodeView? Home { get; set; }

    /// <summary>Why it is down or in limbo though it has a place; null otherwise.</summary>
    public string? WaitsFor { get; set; }

    /// <summary>Whether it is or may be active on a node that carries out actions.</summary>
    public bool ActiveHere => Instances.Count > 0 && Instances.Exists(static i => i.Active && i.Node.Acts);

    /// <summary>Whether nothing of its own has it stopped: it runs once, in its place, well, and as declared.</summary>
    public bool StaysPut
    {
        get
        {
            var only = OnlyNode is { Acts: true } node && node == Target ? On(node) : null;
            return only is { Broken: false, Seen.Pending: not PendingOperation.Stop }
                && !FailureJudge.IsOfOldDefinition(Definition, only.Seen);
        }
    }

    /// <summary>Whether it may not start yet, as it may be active where nobody can look.</summary>
    public bool HeldUp { get; set; }

    /// <summary>Node of its only active instance; null where there is none, or more than one.</summary>
    public NodeView? OnlyNode
    {
        get
        {
            NodeView? only = null;
            foreach (var instance in Instances)
            {
                if (instance.Active && only is not null)
                {
                    return null;
                }

                only = instance.Active ? instance.Node : only;
            }

            return only;
        }
    }

    public IEnumerable<Instance> ActiveInstances => Instances.Where(static i => i.Active);

    public Instance? On(NodeView node)
    {
        foreach (var instance in Instances)
        {
            if (instance.Node == node)
            {
                return instance;
            }
        }

        return null;
    }

    /// <summary>Whether it is known not to run on a node.</summary>
    public bool KnownStoppedOn(NodeView node) =>
        (Probed & node.Bit) != 0 && On(node) is not { Active: true };
}

/// <summary>Says that a resource is left as it is.</summary>
/// <param name="Node">Where it is or may be active; null: nowhere.</param>
/// <param name="Kind">Why.</param>
/// <param name="Reason">Why, for people.</param>
internal sealed record Pin(NodeView? Node, PinKind Kind, string Reason);

/// <summary>Why a resource is left as it is; the later ones weigh more.</summary>
internal enum PinKind
{
    /// <summary>Nobody wants it touched.</summary>
    Unmanaged,

    /// <summary>Its node does not act yet.</summary>
    Joining,

    /// <summary>It, or one that needs it, failed and may not be touched until cleaned up.</summary>
    Blocked,

    /// <summary>It may run on a lost node that is not fenced.</summary>
    Lost,
}

/// <summary>How a resource stands at the end of the transition.</summary>
internal enum Outcome
{
    /// <summary>It does not run.</summary>
    Down,

    /// <summary>It runs.</summary>
    Up,

    /// <summary>Nobody knows: what depends on it is neither started nor stopped.</summary>
    Limbo,
}
