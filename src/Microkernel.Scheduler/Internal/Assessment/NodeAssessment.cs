using Microkernel.V1;

namespace Microkernel.Scheduling.Internal;

/// <summary>Tells which nodes act, which are fenced, and which can run something.</summary>
internal static class NodeAssessment
{
    /// <summary>Takes over how the nodes stand by themselves.</summary>
    public static void TakeConditions(NodeView[] nodes)
    {
        foreach (var node in nodes)
        {
            node.Standing = node.Seen.Condition switch
            {
                NodeCondition.Online => NodeStanding.Acting,
                NodeCondition.Joining => NodeStanding.Joining,
                NodeCondition.Unclean => NodeStanding.Lost,
                NodeCondition.Unknown => NodeStanding.Unseen,
                NodeCondition.Offline => NodeStanding.Off,
                _ => throw new ArgumentException($"Node {node.Name} has no known condition."),
            };
        }
    }

    public static void Assess(ClusterView view)
    {
        var occupied = OccupiedNodes(view);
        foreach (var node in view.Nodes)
        {
            // A witness runs nothing, so that losing it endangers nothing.
            if (node.Seen.Witness && (occupied & node.Bit) == 0
                && node.Standing is NodeStanding.Lost or NodeStanding.Unseen)
            {
                node.Standing = NodeStanding.Off;
            }

            if (node.Standing == NodeStanding.Lost)
            {
                JudgeLost(view, node);
            }

            node.CannotRun = WhyCannotRun(view, node);
        }

        foreach (var resource in view.Resources.Concat(view.Orphans))
        {
            JudgeFailures(view, resource);
        }
    }

    /// <summary>Tells why a node may not be fenced; null when it may.</summary>
    public static string? WhyNoFencing(ClusterView view, NodeView node) =>
        !view.Configuration.FencingEnabled ? "fencing is off"
        : view.HandsOff ?? (view.Input.Quorate ? null : "there is no quorum")
        ?? (node.Seen.Maintenance ? $"node {node.Name} is in maintenance" : null);

    private static ulong OccupiedNodes(ClusterView view)
    {
        var occupied = 0UL;
        foreach (var resource in view.Resources.Concat(view.Orphans))
        {
            foreach (var instance in resource.ActiveInstances)
            {
                occupied |= instance.Node.Bit;
            }
        }

        return occupied;
    }

    private static void JudgeLost(ClusterView view, NodeView node)
    {
        var why = node.Seen.Reason.Length > 0 ? node.Seen.Reason : $"node {node.Name} is lost and may run anything";
        if (WhyNoFencing(view, node) is { } obstacle)
        {
            view.Block("node-not-fenced", null, node.Name, $"{why}; it is not fenced, as {obstacle}: nothing that may "
                + "run there is started elsewhere until it is back, or confirmed to be off");
            return;
        }

        node.Standing = NodeStanding.ToFence;
        node.FenceReason = why;
    }

    private static string? WhyCannotRun(ClusterView view, NodeView node) => node.Standing switch
    {
        NodeStanding.Acting when node.Seen.Witness => "it is a witness",
        NodeStanding.Acting when node.Seen.Standby => "it is in standby",
        NodeStanding.Acting when node.Seen.Maintenance => "it is in maintenance",
        NodeStanding.Acting when view.StopsAll => "there is no quorum",
        NodeStanding.Acting => null,
        NodeStanding.Joining => "it has not joined yet",
        NodeStanding.ToFence => "it is lost, to be fenced",
        NodeStanding.Lost => "it is lost",
        NodeStanding.Unseen => "it was never met",
        _ => "it is offline",
    };

    private static void JudgeFailures(ClusterView view, ResourceView resource)
    {
        if (!resource.Definition.Managed)
        {
            return;
        }

        foreach (var instance in resource.Instances)
        {
            var node = instance.Node;
            if (!instance.Failure.Counts || !node.Acts)
            {
                continue;
            }

            if (instance.Failure.Policy == OnFail.Fence && instance.Broken && WhyNoFencing(view, node) is null)
            {
                node.Standing = NodeStanding.ToFence;
                node.FenceReason = $"{resource.Name} {Words.Failed(instance)} there, and its on-fail is fence";
                node.CannotRun = "it is to be fenced";
            }
            else if (instance.Failure.Policy == OnFail.Standby && node.CannotRun is null)
            {
                node.CannotRun = $"{resource.Name} {Words.Failed(instance)} there, and its on-fail is standby";
            }
        }
    }
}
