using Microkernel.V1;

namespace Microkernel.Scheduling.Internal;

/// <summary>Tells which resources are left as they are, and which shall not run.</summary>
internal static class PinAssessment
{
    public static void Assess(ClusterView view)
    {
        foreach (var resource in view.Resources)
        {
            resource.HeldDown = WhyHeldDown(view, resource);
            resource.Pin = Find(view, resource);
            Report(view, resource);
        }

        foreach (var orphan in view.Orphans)
        {
            orphan.HeldDown = "it is not declared any more";
            orphan.Pin = Find(view, orphan);
            Report(view, orphan);
        }

        KeepWhatCarriesPinned(view);
    }

    private static string? WhyHeldDown(ClusterView view, ResourceView resource)
    {
        if (view.StopsAll)
        {
            return "there is no quorum, and the policy is to stop";
        }

        if (resource.Definition.StoppedBecause is { } said)
        {
            return said;
        }

        foreach (var instance in resource.Instances)
        {
            // Fencing clears what happened on a node.
            if (!instance.Failure.Counts || instance.Node.Standing == NodeStanding.ToFence)
            {
                continue;
            }

            if (instance.Seen.LastFailure?.Scope == FailureScope.Cluster)
            {
                return $"it {Words.Failed(instance)} on {instance.Node.Name} in a way that no node can mend; correct "
                    + "its definition or clean up";
            }

            if (instance.Failure.Policy == OnFail.Stop)
            {
                return $"it {Words.Failed(instance)} on {instance.Node.Name}, and its on-fail is stop";
            }
        }

        return null;
    }

    private static Pin? Find(ClusterView view, ResourceView resource)
    {
        Pin? found = null;
        foreach (var instance in resource.ActiveInstances)
        {
            if (PinOf(view, resource, instance) is { } pin && (found is null || pin.Kind > found.Kind))
            {
                found = pin;
            }
        }

        if (found is null && resource.Index >= 0 && !resource.ActiveInstances.Any()
            && WhyUntouched(view, resource) is { } why)
        {
            found = new Pin(null, PinKind.Unmanaged, why);
        }

        return found;
    }

    private static string? WhyUntouched(ClusterView view, ResourceView resource) =>
        view.HandsOff ?? (resource.Definition.Managed ? null : "it is not managed");

    private static Pin? PinOf(ClusterView view, ResourceView resource, Instance instance)
    {
        var node = instance.Node;
        if (node.Standing == NodeStanding.Lost)
        {
            return new Pin(node, PinKind.Lost, $"it may still run on {node.Name}, which is lost and not fenced");
        }

        if (node.Standing == NodeStanding.Unseen)
        {
            return new Pin(node, PinKind.Lost,
                $"it may still run on {node.Name}, which was not met since the cluster formed");
        }

        if (node.Acts && instance.Broken && instance.Failure.Counts && WhyBlocked(view, instance) is { } why)
        {
            return new Pin(node, PinKind.Blocked, $"it {Words.Failed(instance)} on {node.Name}; {why}");
        }

        if (node.Standing == NodeStanding.Joining)
        {
            return new Pin(node, PinKind.Joining, $"node {node.Name} has not joined yet");
        }

        return WhyUntouched(view, resource) is { } untouched ? new Pin(node, PinKind.Unmanaged, untouched)
            : node.Acts && node.Seen.Maintenance
                ? new Pin(node, PinKind.Unmanaged, $"node {node.Name} is in maintenance") : null;
    }

    private static string? WhyBlocked(ClusterView view, Instance instance)
    {
        const string Remedy = "clean up when it is mended";
        if (instance.Failure.Policy == OnFail.Fence)
        {
            return $"node {instance.Node.Name} should be fenced, but "
                + $"{NodeAssessment.WhyNoFencing(view, instance.Node) ?? "it is not managed"}; {Remedy}";
        }

        return instance.Failure.Policy == OnFail.Block ? $"its on-fail is block; {Remedy}"
            : instance.Seen.State == ObservedState.StopFailed ? $"it is not tried again by itself; {Remedy}" : null;
    }

    private static void Report(ClusterView view, ResourceView resource)
    {
        if (resource.Pin is { Kind: PinKind.Lost or PinKind.Blocked } pin)
        {
            view.Block(
                pin.Kind == PinKind.Lost ? "may-run-on-lost-node" : "failed-and-blocked",
                resource.Name, pin.Node?.Name, $"{resource.Name} is left alone: {pin.Reason}");
        }
    }

    // What carries something that is not stopped is not stopped either: a mounted file system keeps its disk.
    private static void KeepWhatCarriesPinned(ClusterView view)
    {
        var pinned = new Queue<ResourceView>(view.Resources.Where(r => r.Pin is { Node.Acts: true }));
        while (pinned.TryDequeue(out var upper))
        {
            foreach (var order in view.Topology.OrderedAfter[upper.Index])
            {
                var carrier = view.Resources[order.First];
                if (!order.Mandatory || !order.Symmetrical || carrier.Pin is not null
                    || carrier.ActiveInstances.FirstOrDefault(i => i.Node.Acts) is not { } instance)
                {
                    continue;
                }

                carrier.Pin = new Pin(
                    instance.Node, upper.Pin!.Kind, $"{upper.Name}, which needs it, is left alone ({order.Label})");
                pinned.Enqueue(carrier);
            }
        }
    }
}
