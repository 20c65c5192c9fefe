using Microkernel.V1;

namespace Microkernel.Scheduling.Internal;

/// <summary>Resolves the names of an input and judges what was seen.</summary>
internal static class ClusterViewReader
{
    // Sets of nodes are kept as the bits of one word.
    private const int MaxNodes = 64;

    /// <exception cref="ArgumentException">More than 64 nodes, or a node or an observation that is there twice.
    /// </exception>
    public static ClusterView Read(SchedulerInput input)
    {
        var configuration = input.Configuration;
        var topology = configuration.Topology;
        var nodes = ReadNodes(input.Nodes);
        var resources = new ResourceView[topology.Resources.Length];
        for (var i = 0; i < resources.Length; i++)
        {
            resources[i] = new ResourceView(i, topology.Resources[i]);
        }

        var orphans = new SortedDictionary<string, ResourceView>(StringComparer.Ordinal);
        NodeAssessment.TakeConditions(nodes);
        foreach (var node in nodes)
        {
            ReadObservations(node, topology, resources, orphans);
        }

        var frozen = !input.Quorate && configuration.NoQuorumPolicy == NoQuorumPolicy.Freeze;
        var view = new ClusterView
        {
            Input = input,
            Topology = topology,
            Nodes = nodes,
            Resources = resources,
            Orphans = [.. orphans.Values],
            Notices = [.. topology.Notices],
            HandsOff = configuration.Maintenance ? "the cluster is in maintenance"
                : frozen ? "there is no quorum, and the policy is to freeze" : null,
            StopsAll = !input.Quorate && !frozen,
        };
        InstanceAssessment.Assess(view);
        NodeAssessment.Assess(view);
        PinAssessment.Assess(view);
        return view;
    }

    private static NodeView[] ReadNodes(IReadOnlyList<NodeObservation> seen)
    {
        if (seen.Count > MaxNodes)
        {
            throw new ArgumentException($"There are {seen.Count} nodes; at most {MaxNodes} can be planned for.");
        }

        var twice = seen.GroupBy(n => n.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Skip(1).Any());
        if (twice is not null)
        {
            throw new ArgumentException($"Node {twice.Key} is there twice.");
        }

        return [.. seen.OrderBy(n => n.Id).ThenBy(n => n.Name, StringComparer.Ordinal)
            .Select((n, i) => new NodeView(i, n))];
    }

    private static void ReadObservations(
        NodeView node,
        ResourceTopology topology,
        ResourceView[] resources,
        SortedDictionary<string, ResourceView> orphans)
    {
        // What was seen on a node before it was switched off says nothing of now.
        if (node.Standing == NodeStanding.Off)
        {
            return;
        }

        foreach (var seen in node.Seen.Resources)
        {
            ResourceView? resource;
            if (topology.Index.TryGetValue(seen.Resource, out var index))
            {
                resource = resources[index];
            }
            else if (!orphans.TryGetValue(seen.Resource, out resource))
            {
                resource = new ResourceView(-1, new ResourceDefinition { Name = seen.Resource });
                orphans.Add(seen.Resource, resource);
            }

            var plain = seen is { State: ObservedState.Stopped, FailureCount: 0, Pending: PendingOperation.None }
                && seen.LastFailure is null;
            if ((resource.Probed & node.Bit) != 0 || resource.On(node) is not null)
            {
                throw new ArgumentException($"Resource {seen.Resource} was observed twice on node {node.Name}.");
            }

            if (seen.State != ObservedState.Unknown)
            {
                resource.Probed |= node.Bit;
            }

            if (!plain)
            {
                resource.Instances.Add(new Instance(node, seen));
            }
        }
    }
}
