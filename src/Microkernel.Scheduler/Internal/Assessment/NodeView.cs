namespace Microkernel.Scheduling.Internal;

/// <summary>A node as a plan sees it.</summary>
internal sealed class NodeView(int index, NodeObservation seen)
{
    /// <summary>Position; lower ones win ties.</summary>
    public int Index { get; } = index;

    public NodeObservation Seen { get; } = seen;

    public string Name => Seen.Name;

    public ulong Bit => 1UL << Index;

    public NodeStanding Standing { get; set; }

    /// <summary>Why nothing new may run there; null when it may.</summary>
    public string? CannotRun { get; set; }

    /// <summary>Why it is fenced, while <see cref="Standing"/> is <see cref="NodeStanding.ToFence"/>.</summary>
    public string FenceReason { get; set; } = "";

    public bool CanRun => CannotRun is null;

    /// <summary>Whether actions can be carried out there.</summary>
    public bool Acts => Standing == NodeStanding.Acting;
}

/// <summary>What a plan can do with a node.</summary>
internal enum NodeStanding
{
    /// <summary>It carries out actions.</summary>
    Acting,

    /// <summary>It can be probed and nothing else.</summary>
    Joining,

    /// <summary>The plan fences it; whatever it ran is then stopped.</summary>
    ToFence,

    /// <summary>It may run anything and is not fenced.</summary>
    Lost,

    /// <summary>It was never met.</summary>
    Unseen,

    /// <summary>It runs nothing.</summary>
    Off,
}
