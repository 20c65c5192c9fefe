using System.Xml.Linq;
using Microkernel.Scheduling.Engine;
using Microkernel.Simulation.Cib;

namespace Microkernel.Simulation.History;

/// <summary>Finds out what runs where from the operations that were done.</summary>
internal static class HistoryReader
{
    public static void Read(CibWorld world)
    {
        var options = world.Cluster.Options;
        var later = new List<(Node Node, XElement State)>();
        foreach (var state in world.Cib.Element("status")?.Elements("node_state") ?? [])
        {
            var node = world.Cluster.FindNode(state.Id()) ?? world.Cluster.FindNode(state.Get("uname") ?? "");
            if (node is null)
            {
                continue;
            }

            if (node.Online || options.FencingEnabled || options.ShutdownLock)
            {
                Read(world, node, state);
            }
            else
            {
                later.Add((node, state));
            }
        }

        FailureCounts.Read(world);
        foreach (var resource in world.Cluster.Resources.SelectMany(r => r.Primitives()))
        {
            ApplyTargetRole(resource);
        }
    }

    private static void Read(CibWorld world, Node node, XElement state)
    {
        var histories = state.Elements("lrm").Elements("lrm_resources").Elements("lrm_resource");
        foreach (var history in histories)
        {
            ReadResource(world, node, history);
        }
    }

    private static void ReadResource(CibWorld world, Node node, XElement history)
    {
        var operations = history.Elements("lrm_rsc_op").Select(e => new OperationRecord(e)).ToList();
        var sorted = operations.Select((o, i) => (Operation: o, Index: i))
            .OrderBy(p => p.Operation.CallId < 0 ? int.MaxValue : p.Operation.CallId)
            .ThenBy(p => p.Operation.LastChange ?? DateTimeOffset.MinValue)
            .ThenBy(p => p.Index).Select(p => p.Operation).ToList();
        var resource = InstanceFinder.Find(world, node, history.Id());
        if (resource is null)
        {
            if (sorted.Count == 0)
            {
                return;
            }

            resource = OrphanFactory.Create(world, history);
        }

        ShutdownLocks.Read(world, resource, node, history);
        var before = resource.Role;
        resource.Role = ResourceRole.Stopped;
        var judge = new HistoryJudge(world, resource, node, history);
        foreach (var operation in sorted)
        {
            judge.Take(operation);
        }

        StateConclusion.Draw(world, resource, node, judge.OnFail);
        resource.NamesOnNodes ??= [];
        if (resource.RunningOn.Contains(node))
        {
            resource.NamesOnNodes[node] = history.Id();
        }
        else
        {
            resource.NamesOnNodes.TryAdd(node, history.Id());
        }

        ApplyTargetRole(resource);
        if (before > resource.Role)
        {
            resource.Role = before;
        }
    }

    private static void ApplyTargetRole(Resource resource)
    {
        var wanted = resource.Settings.TargetRole;
        if (wanted != ResourceRole.Unknown
            && (resource.NextRole == ResourceRole.Unknown || wanted < resource.NextRole))
        {
            resource.SetNextRole(wanted, "its target role says so");
        }
    }
}
