using System.Diagnostics.CodeAnalysis;

namespace Microkernel.Consensus;

/// <summary>Checks <see cref="RaftMemberOptions"/>.</summary>
public static class RaftMemberOptionsValidator
{
    /// <summary>Checks all settings.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range; the message names all three.</exception>
    public static void Validate(RaftMemberOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Check(
            options.ClusterId.Length is > 0 and <= 256,
            nameof(options.ClusterId), options.ClusterId, "1 to 256 letters");
        Check(options.Id > 0, nameof(options.Id), options.Id, "at least 1");
        Check(options.DataDirectory.Length > 0, nameof(options.DataDirectory), "", "a path");
        Check(
            options.TickInterval >= TimeSpan.FromMilliseconds(1) && options.TickInterval <= TimeSpan.FromSeconds(10),
            nameof(options.TickInterval), options.TickInterval, "1 ms to 10 s");
        Check(options.HeartbeatTicks >= 1, nameof(options.HeartbeatTicks), options.HeartbeatTicks, "at least 1");
        Check(
            options.ElectionTicks >= 3 * options.HeartbeatTicks,
            nameof(options.ElectionTicks), options.ElectionTicks, "at least 3 times HeartbeatTicks");
        Check(options.MaxBatchBytes >= 4096, nameof(options.MaxBatchBytes), options.MaxBatchBytes, "at least 4096");
        Check(
            options.MaxCommandBytes is >= 1 and <= 128 * 1024 * 1024,
            nameof(options.MaxCommandBytes), options.MaxCommandBytes, "1 to 134217728");
        Check(
            options.MaxPendingRequests >= 1,
            nameof(options.MaxPendingRequests), options.MaxPendingRequests, "at least 1");
        Check(
            options.SnapshotThresholdEntries >= 1,
            nameof(options.SnapshotThresholdEntries), options.SnapshotThresholdEntries, "at least 1");
        Check(
            options.SnapshotThresholdBytes >= 64 * 1024,
            nameof(options.SnapshotThresholdBytes), options.SnapshotThresholdBytes, "at least 65536");
        Check(options.TrailingEntries >= 0, nameof(options.TrailingEntries), options.TrailingEntries, "at least 0");
        Check(
            options.LogCacheBytes >= 64 * 1024, nameof(options.LogCacheBytes), options.LogCacheBytes, "at least 65536");
        Check(
            options.SegmentBytes is >= 64 * 1024 and <= 1024 * 1024 * 1024,
            nameof(options.SegmentBytes), options.SegmentBytes, "65536 to 1073741824");
        Check(
            options.RequestTimeout >= TimeSpan.FromMilliseconds(10)
            && options.RequestTimeout <= TimeSpan.FromMinutes(10),
            nameof(options.RequestTimeout), options.RequestTimeout, "10 ms to 10 min");
        ValidatePeers(options);
    }

    private static void ValidatePeers(RaftMemberOptions options)
    {
        var ids = new HashSet<ulong>();
        for (var i = 0; i < options.Peers.Count; i++)
        {
            var peer = options.Peers[i];
            Check(peer.Id > 0, $"Peers[{i}].Id", peer.Id, "at least 1");
            Check(ids.Add(peer.Id), $"Peers[{i}].Id", peer.Id, "an id that no other member has");
        }

        Check(
            options.JoinExistingCluster || ids.Contains(options.Id),
            nameof(options.Peers), string.Join(", ", ids), $"this member ({options.Id}) among them");
        Check(
            options.JoinExistingCluster || options.Peers.Any(peer => !peer.IsWitness),
            nameof(options.Peers), "only witnesses", "a member that is no witness");
    }

    private static void Check(
        [DoesNotReturnIf(false)] bool condition, string setting, object? value, string expected)
    {
        if (!condition)
        {
            throw new ArgumentException($"{setting}: '{value}' is not valid; expected {expected}.", setting);
        }
    }
}
