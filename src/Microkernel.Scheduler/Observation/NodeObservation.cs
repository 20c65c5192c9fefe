namespace Microkernel.Scheduling;

/// <summary>A node and what was seen on it.</summary>
public sealed record NodeObservation
{
    /// <summary>Gets the name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the member number; lower ones win ties, then the name decides.</summary>
    public uint Id { get; init; }

    /// <summary>Gets how it stands.</summary>
    public required NodeCondition Condition { get; init; }

    /// <summary>Gets why it stands so, for people; empty when nothing is to be said.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Gets whether it is in standby: it runs nothing.</summary>
    public bool Standby { get; init; }

    /// <summary>Gets whether it is in maintenance: what runs there is not touched, nothing comes to it, and it is not
    /// fenced.</summary>
    public bool Maintenance { get; init; }

    /// <summary>Gets whether it is a witness: it never runs anything.</summary>
    public bool Witness { get; init; }

    /// <summary>Gets whether a fencing of it is under way.</summary>
    public bool FenceUnderWay { get; init; }

    /// <summary>Gets what was seen of resources there, at most one for each; their order does not matter. A resource
    /// that is left out has not been probed there.</summary>
    public IReadOnlyList<ResourceObservation> Resources { get; init; } = [];
}

/// <summary>How a node stands.</summary>
public enum NodeCondition
{
    /// <summary>Never heard since the cluster formed. Nothing that might run there starts before it is met or fenced;
    /// without fencing, only what was last seen there waits for it.</summary>
    Unknown,

    /// <summary>Heard, and its core acts.</summary>
    Online,

    /// <summary>Heard, but its core does not act yet: it is probed, and nothing there is started or stopped.</summary>
    Joining,

    /// <summary>Silent and not fenced: it may run anything.</summary>
    Unclean,

    /// <summary>Fenced, or left in order: it surely runs nothing, whatever was seen there before.</summary>
    Offline,
}
