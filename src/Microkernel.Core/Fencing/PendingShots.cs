using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Microkernel.Core.State;
using Microkernel.Core.Transitions;
using Microkernel.Node.V1;

namespace Microkernel.Core.Fencing;

/// <summary>
/// Shots that an earlier leader began and whose end nobody told. Their devices may be slow: until the last of them is
/// surely over, the node is not let in, or it would be taken down again after it has come back.
/// </summary>
internal sealed class PendingShots(ClusterTracker tracker, StateWriter writer, TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Node, long LeaderRevision), long> _firstSeen = new();

    /// <summary>Records that shots at a node begin; false when this leader's time is over.</summary>
    public async Task<bool> BeginAsync(
        string node, string reason, TimeSpan bound, LeaderToken leader, CancellationToken ct)
    {
        var record = new ShotRecord
        {
            Reason = reason,
            Bound = Duration.FromTimeSpan(bound),
            LeaderRevision = leader.Revision,
        };
        return await writer.TryAsync([leader.Comparison], [StateWriter.Put(StateKeys.Shot(node), record)], ct) is not null;
    }

    /// <summary>Whether a shot of an earlier leader at a node may still take effect.</summary>
    public bool MayHit(string node)
    {
        var snapshot = tracker.Current;
        if (!snapshot.Shots.TryGetValue(node, out var shot) || shot.LeaderRevision == snapshot.LeaderRevision) return false;
        // By this node's own clock, from when it first saw it: later than it began, and never too early.
        var seen = _firstSeen.GetOrAdd((node, shot.LeaderRevision), time.GetTimestamp());
        return time.GetElapsedTime(seen) < shot.Bound.ToTimeSpan();
    }
}
