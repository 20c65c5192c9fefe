using Microkernel.Core.Heartbeat;
using Microkernel.Core.Membership;
using Microkernel.Core.State;
using Microkernel.Node.V1;
using Microkernel.V1;
using NodeState = Microkernel.V1.NodeState;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Overview;

/// <summary>The problems of heartbeats and of who is a member.</summary>
internal static class HeartbeatProblems
{
    /// <summary>Adds what is wrong now.</summary>
    public static void Add(List<Problem> problems, ClusterSnapshot snapshot)
    {
        if (Formation.Waits(snapshot))
            problems.Add(ProblemFinder.Make("MK-WAITING-FOR-ALL", Severity.Critical, "Cluster", "cluster",
                "The cluster forms, and starts nothing before all its members were there at one time: waiting for "
                + $"{string.Join(", ", Formation.Missing(snapshot))}.",
                "Power them on. To go on without: mkctl fence confirm NODE for each that is surely off."));
        AddKeys(problems, snapshot);
        foreach (var (node, report) in snapshot.Reports.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (snapshot.Members.GetValueOrDefault(node) is not { State: MemberState.Online }) continue;
            foreach (var text in report.HeartbeatProblems)
                problems.Add(ProblemFinder.Make("MK-HEARTBEAT", Severity.Warning, "Node", node,
                    $"The heartbeats of {node}: {text}",
                    "Mend what the sentence names; other rings, where there are some, carry heartbeats meanwhile."));
        }
    }

    /// <summary>Whether a node is offline because it left by an operator's wish.</summary>
    public static bool HasLeft(NodeStatus node, ClusterSnapshot snapshot) => node.State == NodeState.Offline &&
        snapshot.Find(Object.SpecOneofCase.Node, node.Name) is { Node.Leave: true };

    private static void AddKeys(List<Problem> problems, ClusterSnapshot snapshot)
    {
        if (snapshot.HeartbeatKey is not { } key || (key.Next is null && key.Former is null)) return;
        var behind = KeyRotation.Behind(snapshot).ToList();
        if (behind.Count > 0)
            problems.Add(ProblemFinder.Make("MK-KEY-ROTATION", Severity.Info, "Cluster", "cluster",
                $"The new heartbeat key waits until these nodes have it: {string.Join(", ", behind)}.",
                "If it stays so, look at the heartbeat drivers there. Heartbeats go on with the old key."));
    }
}
