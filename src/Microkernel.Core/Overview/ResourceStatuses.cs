using Microkernel.Core.State;
using Microkernel.Core.Transitions;
using Microkernel.Model;
using Microkernel.Node.V1;
using Microkernel.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Overview;

/// <summary>How each resource stands, from what the nodes recorded and what is under way.</summary>
internal static class ResourceStatuses
{
    public static IEnumerable<ResourceStatus> Of(ClusterSnapshot snapshot, TransitionBoard board)
    {
        var groups = snapshot.OfKind(Object.SpecOneofCase.Group).ToList();
        var place = new Dictionary<string, (Object Group, int Index)>();
        foreach (var group in groups)
            for (var index = 0; index < group.Group.Members.Count; index++)
                place[group.Group.Members[index]] = (group, index);

        return snapshot.OfKind(Object.SpecOneofCase.Resource)
            .OrderBy(found => place.TryGetValue(found.Name(), out var at) ? at.Group.Name() : found.Name(), StringComparer.Ordinal)
            .ThenBy(found => place.TryGetValue(found.Name(), out var at) ? at.Index : 0)
            .Select(found => StatusOf(snapshot, board, found, place.GetValueOrDefault(found.Name()).Group));
    }

    private static ResourceStatus StatusOf(ClusterSnapshot snapshot, TransitionBoard board, Object resource, Object? group)
    {
        var name = resource.Name();
        var effective = EffectiveResource.Of(resource.Resource, group?.Group, snapshot.Cluster);
        var status = new ResourceStatus
        {
            Name = name,
            Agent = resource.Resource.Agent,
            Group = group?.Name() ?? "",
            Managed = effective.Managed,
            State = RunState.Stopped,
        };
        foreach (var (at, record) in snapshot.Resources
            .Where(pair => pair.Key.Resource == name).OrderBy(pair => pair.Key.Node, StringComparer.Ordinal))
        {
            AddFailure(status, at.Node, record);
            var member = snapshot.Members.GetValueOrDefault(at.Node)?.State;
            if (member is MemberState.Offline || record.State is RecordedState.Stopped or RecordedState.Unspecified) continue;
            status.Nodes.Add(at.Node);
            status.Since = record.Since;
            status.State = member == MemberState.Unclean ? RunState.Unclean
                : record.State == RecordedState.Started ? RunState.Started
                : RunState.Failed;
        }
        if (board.UnderWay(name) is { } running)
        {
            status.State = running.Starting ? RunState.Starting : RunState.Stopping;
            status.Reason = running.Reason;
        }
        else
        {
            status.Reason = board.ReasonOf(name) ?? (status.Failures.Count > 0 ? status.Failures[^1].Reason : "");
        }
        return status;
    }

    private static void AddFailure(ResourceStatus status, string node, ResourceRecord record)
    {
        if (record.Failures == 0 || record.LastFailure is not { } last) return;
        status.Failures.Add(new ResourceFailure
        {
            Node = node,
            Count = record.Failures,
            Operation = last.Operation,
            Reason = last.Reason,
            Output = last.Output,
            Time = last.Time,
            ExitCode = last.ExitCode,
        });
    }
}
