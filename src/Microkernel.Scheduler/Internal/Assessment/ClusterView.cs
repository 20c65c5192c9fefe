namespace Microkernel.Scheduling.Internal;

/// <summary>The input of a plan, with names resolved, sorted, and judged.</summary>
internal sealed class ClusterView
{
    public required SchedulerInput Input { get; init; }

    public required ResourceTopology Topology { get; init; }

    /// <summary>Sorted by member number, then name.</summary>
    public required NodeView[] Nodes { get; init; }

    /// <summary>As in the topology.</summary>
    public required ResourceView[] Resources { get; init; }

    /// <summary>What is active or was tried and is not declared any more, sorted by name.</summary>
    public required ResourceView[] Orphans { get; init; }

    public required List<Notice> Notices { get; init; }

    public DateTimeOffset? RecheckAt { get; private set; }

    public ClusterConfiguration Configuration => Input.Configuration;

    /// <summary>Why nothing at all is done, as "the cluster is in maintenance"; null when things are.</summary>
    public string? HandsOff { get; init; }

    /// <summary>Whether this partition lacks quorum and has to stop all.</summary>
    public bool StopsAll { get; init; }

    /// <summary>Remembers that the plan may change at a time.</summary>
    public void Recheck(DateTimeOffset? at)
    {
        if (at is { } time && time > Input.Time && (RecheckAt is null || time < RecheckAt))
        {
            RecheckAt = time;
        }
    }

    public void Block(string code, string? resource, string? node, string message) =>
        Notices.Add(new Notice(NoticeKind.Blocked, code, resource, node, message));

    public void Warn(string code, string? resource, string? node, string message) =>
        Notices.Add(new Notice(NoticeKind.Warning, code, resource, node, message));
}
