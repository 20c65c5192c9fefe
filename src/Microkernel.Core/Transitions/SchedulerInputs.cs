using Microkernel.Core.Membership;
using Microkernel.Core.State;
using Microkernel.Driver.V1;
using Microkernel.Model;
using Microkernel.Node.V1;
using Microkernel.Scheduling;
using Microkernel.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Transitions;

/// <summary>Puts what the store holds into the scheduler's terms.</summary>
internal sealed class SchedulerInputs
{
    private (long Revision, ClusterConfiguration Configuration)? _cached;

    /// <summary>What a plan depends on.</summary>
    /// <param name="snapshot">The store.</param>
    /// <param name="quorate">Whether this node is in touch with a quorum.</param>
    /// <param name="underWay">Orders that have not ended.</param>
    /// <param name="now">The time.</param>
    public SchedulerInput Build(
        ClusterSnapshot snapshot, bool quorate, IReadOnlyCollection<ActionKey> underWay, DateTimeOffset now)
    {
        if (_cached is not { } cached || cached.Revision != snapshot.ObjectsRevision)
            _cached = cached = (snapshot.ObjectsRevision, ClusterConfiguration.FromObjects(snapshot.Objects.Values));
        return new SchedulerInput
        {
            Time = now,
            Quorate = quorate && !Formation.Waits(snapshot),
            Configuration = cached.Configuration,
            Nodes = [.. snapshot.OfKind(Object.SpecOneofCase.Node).Select(node => NodeOf(snapshot, node, underWay))],
            Moves =
            [
                .. snapshot.Moves.Select(move => new MoveWish(
                    move.Key, move.Value.To.Length > 0 ? move.Value.To : null,
                    move.Value.To.Length > 0 ? null : move.Value.From)),
            ],
        };
    }

    /// <summary>Declared resources that the core that acts on a node now has not looked at there.</summary>
    public static IEnumerable<string> Unprobed(ClusterSnapshot snapshot, string node)
    {
        if (snapshot.Find(Object.SpecOneofCase.Node, node)?.Node.Role == NodeRole.Witness) return [];
        var incarnation = snapshot.Members.GetValueOrDefault(node)?.Incarnation;
        return snapshot.OfKind(Object.SpecOneofCase.Resource).Select(resource => resource.Name())
            .Where(name => snapshot.Resources.GetValueOrDefault(new ResourceOnNode(node, name))?.Incarnation != incarnation);
    }

    /// <summary>
    /// Whether something that an earlier core of the node left active has not been looked at since. A group whose first
    /// member is not known and whose second is active must not be taken apart for that.
    /// </summary>
    private static bool IsAnythingInDoubt(ClusterSnapshot snapshot, string node, MemberRecord member) =>
        snapshot.Resources.Any(pair => pair.Key.Node == node && pair.Value.Incarnation != member.Incarnation &&
            pair.Value.State != RecordedState.Stopped &&
            snapshot.Find(Object.SpecOneofCase.Resource, pair.Key.Resource) is not null);

    private static NodeObservation NodeOf(
        ClusterSnapshot snapshot, Object node, IReadOnlyCollection<ActionKey> underWay)
    {
        var name = node.Name();
        var member = snapshot.Members.GetValueOrDefault(name) ?? new MemberRecord();
        var report = snapshot.Reports.GetValueOrDefault(name);
        return new NodeObservation
        {
            Name = name,
            Id = node.Node.Id,
            Condition = member.State switch
            {
                // A core that started anew is met again, and looks at all that may be active there, before it gets orders.
                MemberState.Online => report?.Incarnation == member.Incarnation && !IsAnythingInDoubt(snapshot, name, member)
                    ? NodeCondition.Online
                    : NodeCondition.Joining,
                MemberState.Unclean => NodeCondition.Unclean,
                MemberState.Offline => NodeCondition.Offline,
                _ => NodeCondition.Unknown,
            },
            Reason = member.Reason,
            Standby = node.Node.Standby || node.Node.Leave,
            Maintenance = node.Node.Maintenance,
            Witness = node.Node.EffectiveRole() == NodeRole.Witness,
            FenceUnderWay = underWay.Contains(new ActionKey(ActionKind.Fence, name, "")),
            Resources =
            [
                .. snapshot.Resources.Where(pair => pair.Key.Node == name)
                    .Select(pair => ObservationOf(pair.Key, pair.Value, member, underWay)),
            ],
        };
    }

    private static ResourceObservation ObservationOf(
        ResourceOnNode at, ResourceRecord record, MemberRecord member, IReadOnlyCollection<ActionKey> underWay) => new()
        {
            Resource = at.Resource,
            State = record.Incarnation != member.Incarnation ? ObservedState.Unknown : record.State switch
            {
                RecordedState.Stopped => ObservedState.Stopped,
                RecordedState.Started => ObservedState.Started,
                RecordedState.Failed => ObservedState.Failed,
                RecordedState.StopFailed => ObservedState.StopFailed,
                _ => ObservedState.Unknown,
            },
            Digest = record.Digest,
            FailureCount = (int)record.Failures,
            LastFailure = record.LastFailure is { } failure ? FailureOf(failure) : null,
            Pending = record.Incarnation == member.Incarnation && record.Pending != PendingOrder.Unspecified
                ? record.Pending == PendingOrder.Start ? PendingOperation.Start : PendingOperation.Stop
                : PendingAt(at, underWay),
        };

    private static FailureRecord FailureOf(OperationFailure failure) => new(
        failure.Operation switch
        {
            "start" => FailedOperation.Start,
            "stop" => FailedOperation.Stop,
            _ => FailedOperation.Monitor,
        },
        failure.Time.ToDateTimeOffset(),
        (Outcome)failure.Outcome switch
        {
            Outcome.FailedHere => FailureScope.Node,
            Outcome.FailedEverywhere => FailureScope.Cluster,
            _ => FailureScope.Passing,
        },
        failure.Reason);

    private static PendingOperation PendingAt(ResourceOnNode at, IReadOnlyCollection<ActionKey> underWay)
    {
        if (underWay.Contains(new ActionKey(ActionKind.Start, at.Node, at.Resource))) return PendingOperation.Start;
        if (underWay.Contains(new ActionKey(ActionKind.Stop, at.Node, at.Resource))) return PendingOperation.Stop;
        return underWay.Contains(new ActionKey(ActionKind.Probe, at.Node, at.Resource))
            ? PendingOperation.Probe
            : PendingOperation.None;
    }
}
