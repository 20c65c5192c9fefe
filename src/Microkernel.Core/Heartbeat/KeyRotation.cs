using Google.Protobuf.WellKnownTypes;
using Microkernel.Core.State;
using Microkernel.Node.V1;

namespace Microkernel.Core.Heartbeat;

/// <summary>
/// Replaces the key of heartbeats without a gap, in three steps: every node opens with the new key, then seals with it,
/// then forgets the old one. Each step waits until every node that is online has told that the one before is in effect
/// in its driver. Pure.
/// </summary>
internal static class KeyRotation
{
    /// <summary>The keys as drivers take them: the first seals, each opens.</summary>
    public static IEnumerable<HeartbeatKeyMaterial> InOrder(HeartbeatKeyRecord record)
    {
        yield return record.Current;
        if (record.Next is { } next) yield return next;
        if (record.Former is { } former) yield return former;
    }

    /// <summary>The next step; null when there is nothing to do, or a node is waited for.</summary>
    /// <param name="snapshot">The store.</param>
    /// <param name="now">Wall clock, for the age of the key.</param>
    /// <param name="makeKey">Makes a key of a number.</param>
    public static HeartbeatKeyRecord? Next(
        ClusterSnapshot snapshot, DateTimeOffset now, Func<uint, HeartbeatKeyMaterial> makeKey)
    {
        if (snapshot.HeartbeatKey is not { } record) return null;
        var after = record.Clone();
        if (record.Created is null)
        {
            after.Created = now.ToTimestamp();
            return after;
        }
        if (record.Next is null && record.Former is null)
        {
            if (!IsDue(snapshot, record, now)) return null;
            after.Next = makeKey(record.Current.Id + 1);
            after.Serial = snapshot.Cluster.HeartbeatKeySerial;
            return after;
        }
        if (Behind(snapshot).Any()) return null;
        if (record.Next is not { } next)
        {
            after.Former = null;
            return after;
        }
        (after.Former, after.Current, after.Next) = (record.Current, next, null);
        after.Created = now.ToTimestamp();
        return after;
    }

    /// <summary>Nodes that are online and whose driver does not have the present keys, in order; by name.</summary>
    public static IEnumerable<string> Behind(ClusterSnapshot snapshot)
    {
        if (snapshot.HeartbeatKey is not { } record) return [];
        var ids = InOrder(record).Select(key => key.Id).ToList();
        return snapshot.Members
            .Where(member => member.Value.State == MemberState.Online &&
                !(snapshot.Reports.GetValueOrDefault(member.Key)?.HeartbeatKeys.SequenceEqual(ids) ?? false))
            .Select(member => member.Key)
            .Order(StringComparer.Ordinal);
    }

    private static bool IsDue(ClusterSnapshot snapshot, HeartbeatKeyRecord record, DateTimeOffset now)
    {
        var cluster = snapshot.Cluster;
        return cluster.HeartbeatKeySerial > record.Serial ||
            (cluster.HeartbeatKeyLifetime > TimeSpan.Zero &&
             now - record.Created.ToDateTimeOffset() >= cluster.HeartbeatKeyLifetime);
    }
}
