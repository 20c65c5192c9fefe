using Microkernel.Core.Fencing;
using Microkernel.Core.State;
using Microkernel.Model;
using Microkernel.V1;
using DriverState = Microkernel.V1.DriverState;
using NodeState = Microkernel.V1.NodeState;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Overview;

/// <summary>
/// The catalogue of what needs a person: each problem has a stable code, how bad it is, a sentence, and what to do.
/// </summary>
internal static class ProblemFinder
{
    private const int ChecksPerShot = 4;

    /// <summary>Problems in a status, the worst first.</summary>
    public static IEnumerable<Problem> Find(GetStatusResponse status, ClusterSnapshot snapshot)
    {
        var problems = new List<Problem>();
        if (!status.Quorate)
            problems.Add(Make("MK-QUORUM-LOST", Severity.Critical, "Cluster", status.Cluster,
                $"{status.Node} has no quorum: {status.Quorum} of {status.Voters} voters are needed; what is shown is the last known.",
                "Bring nodes or networks back. Nothing is started without a quorum."));
        else if (status.Leader.Length == 0)
            problems.Add(Make("MK-NO-LEADER", Severity.Warning, "Cluster", status.Cluster,
                "An election is under way.", "Wait a few seconds and look again."));
        if (status.Maintenance)
            problems.Add(Make("MK-MAINTENANCE", Severity.Warning, "Cluster", status.Cluster,
                "The cluster is in maintenance: nothing is started, stopped or recovered.",
                "When done: mkctl apply a Cluster with maintenance: false."));
        if (!snapshot.Cluster.FencingEnabled)
            problems.Add(Make("MK-FENCING-DISABLED", Severity.Warning, "Cluster", status.Cluster,
                "Fencing is disabled: what a lost node ran is not recovered by itself.",
                "Declare FenceDevices and FencingLevels and set fencingEnabled: true."));
        foreach (var node in status.Nodes) AddNode(problems, node, snapshot);
        foreach (var resource in status.Resources) AddResource(problems, resource);
        foreach (var ring in status.Rings) AddRing(problems, ring, status);
        HeartbeatProblems.Add(problems, snapshot);
        foreach (var device in status.FenceDevices)
            if (device.Reason.Length > 0 && snapshot.DeviceChecks.ContainsKey(device.Name))
                problems.Add(Make("MK-FENCE-DEVICE", Severity.Critical, "FenceDevice", device.Name,
                    $"Fence device {device.Name} does not answer: {device.Reason}",
                    "Mend it now: while it is broken, a lost node's resources stay down."));
        foreach (var device in snapshot.OfKind(Object.SpecOneofCase.FenceDevice)) AddSlowDevice(problems, device, snapshot);
        return problems.OrderByDescending(problem => problem.Severity);
    }

    /// <summary>A shot does what a check does, several times over, and waits for the power besides.</summary>
    private static void AddSlowDevice(List<Problem> problems, Object device, ClusterSnapshot snapshot)
    {
        if (snapshot.DeviceChecks.GetValueOrDefault(device.Metadata.Name)?.Took?.ToTimeSpan() is not { } took) return;
        var timeout = EffectiveFenceDevice.Of(device.FenceDevice).Timeout;
        if (took * ChecksPerShot <= timeout) return;
        problems.Add(Make("MK-FENCE-DEVICE-SLOW", Severity.Warning, "FenceDevice", device.Metadata.Name,
            $"Fence device {device.Metadata.Name} took {took.TotalSeconds:F1} s to answer a mere check; "
            + $"a shot has {timeout.TotalSeconds:F0} s.",
            $"Set its timeout to at least {Math.Ceiling(took.TotalSeconds * ChecksPerShot):F0}s, or find out why it is slow."));
    }

    private static void AddNode(List<Problem> problems, NodeStatus node, ClusterSnapshot snapshot)
    {
        if (node.State == NodeState.Unclean)
        {
            var held = Maintenance.HoldsFencing(snapshot, node.Name)
                ? " Maintenance holds its fencing back."
                : "";
            var failure = snapshot.FenceResults.GetValueOrDefault(node.Name) is { Failures: > 0 } result
                ? $" Fencing failed {result.Failures} times: {result.Reason}."
                : "";
            problems.Add(Make("MK-NODE-UNCLEAN", Severity.Critical, "Node", node.Name,
                $"{node.Name} may still run anything: {node.Reason}.{held}{failure} Nothing of it is recovered until it is fenced.",
                $"If it is surely off: mkctl fence confirm {node.Name}. To try again: mkctl fence {node.Name}."));
        }
        else if (HeartbeatProblems.HasLeft(node, snapshot))
        {
            problems.Add(Make("MK-NODE-LEFT", Severity.Info, "Node", node.Name,
                $"{node.Name} has left in order.", $"To have it back: mkctl node up {node.Name}"));
        }
        else if (node.State == NodeState.Offline && !node.Witness)
        {
            problems.Add(Make("MK-NODE-OFFLINE", Severity.Warning, "Node", node.Name,
                $"{node.Name} is offline: {node.Reason}.", "Find out why it was lost, then power it on; it joins by itself."));
        }
        else if (node is { State: NodeState.Offline, Witness: true })
        {
            problems.Add(Make("MK-WITNESS-LOST", Severity.Warning, "Node", node.Name,
                $"Witness {node.Name} is silent: one more loss costs the quorum.", "Bring it back."));
        }
        else if (node is { State: NodeState.Joining } && MissingDrivers(node, snapshot) is { Length: > 0 } missing)
        {
            problems.Add(Make("MK-DRIVER-MISSING", Severity.Critical, "Node", node.Name,
                $"No driver on {node.Name} runs {missing}: nothing that may be active there is started anywhere.",
                $"Start that driver on {node.Name}, or install it there."));
        }
        else if (node is { Witness: false } && !snapshot.OfKind(Object.SpecOneofCase.FencingLevel)
            .Any(level => level.FencingLevel.Node == node.Name) && snapshot.Cluster.FencingEnabled)
        {
            problems.Add(Make("MK-NO-FENCING", Severity.Warning, "Node", node.Name,
                $"{node.Name} cannot be fenced: no FencingLevel is declared for it.",
                "Declare one: otherwise what it runs is not recovered when it is lost."));
        }
        foreach (var driver in node.Drivers.Where(driver =>
            driver.State is DriverState.Unreachable or DriverState.Refused &&
            !node.Drivers.Any(other => other.Name == driver.Name && other.State == DriverState.Active)))
            problems.Add(Make("MK-DRIVER-UNREACHABLE", Severity.Critical, "Node", node.Name,
                $"Driver {driver.Name} on {node.Name} does not answer: {driver.Reason}",
                $"Start it again there; what it manages goes on meanwhile, unwatched."));
    }

    /// <summary>Agent classes that resources need and no driver of the node serves.</summary>
    private static string MissingDrivers(NodeStatus node, ClusterSnapshot snapshot)
    {
        var served = snapshot.Reports.GetValueOrDefault(node.Name)?.Drivers
            .SelectMany(driver => driver.AgentClasses).ToHashSet() ?? [];
        return string.Join(", ", snapshot.OfKind(Object.SpecOneofCase.Resource)
            .Select(resource => resource.Resource.Agent.Split(':')[0]).Distinct().Where(needed => !served.Contains(needed))
            .Select(needed => $"{needed}: agents"));
    }

    private static void AddResource(List<Problem> problems, ResourceStatus resource)
    {
        if (resource.State == RunState.Failed)
            problems.Add(Make("MK-RESOURCE-FAILED", Severity.Critical, "Resource", resource.Name,
                $"{resource.Name} failed on {string.Join(", ", resource.Nodes)}: {resource.Reason}",
                $"Mend the cause, then: mkctl cleanup {resource.Name}"));
        else if (resource.Failures.Count > 0)
            problems.Add(Make("MK-RESOURCE-FAILURES", Severity.Warning, "Resource", resource.Name,
                string.Join("; ", resource.Failures.Select(failure =>
                    $"{failure.Operation} of {resource.Name} failed {failure.Count} times on {failure.Node}: {failure.Reason}")),
                $"Mend the cause, then: mkctl cleanup {resource.Name}"));
        if (resource.Nodes.Count > 1)
            problems.Add(Make("MK-RESOURCE-MULTIPLE", Severity.Critical, "Resource", resource.Name,
                $"{resource.Name} is active on {string.Join(" and ", resource.Nodes)}.",
                "It is stopped on all and started on one; check its data."));
    }

    private static void AddRing(List<Problem> problems, RingStatus ring, GetStatusResponse status)
    {
        var unheard = ring.Peers.Where(peer => !peer.Heard &&
            status.Nodes.Any(node => node.Name == peer.Node && node.State == NodeState.Online)).Select(peer => peer.Node).ToList();
        if (unheard.Count > 0)
            problems.Add(Make("MK-RING-FAULT", Severity.Warning, "Ring", ring.Name,
                $"{status.Node} does not hear {string.Join(", ", unheard)} on ring {ring.Name}.",
                "Look at its network; other rings still carry heartbeats."));
    }

    /// <summary>Makes a problem of the catalogue.</summary>
    internal static Problem Make(
        string code, Severity severity, string kind, string name, string message, string remedy) => new()
        {
            Code = code,
            Severity = severity,
            About = new ObjectReference { Kind = kind, Name = name },
            Message = message,
            Remedy = remedy,
        };
}
