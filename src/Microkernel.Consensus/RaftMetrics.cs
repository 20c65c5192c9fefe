using System.Diagnostics.Metrics;

namespace Microkernel.Consensus;

/// <summary>What a member tells about itself through <see cref="Meter"/>.</summary>
internal sealed class RaftMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Microkernel.Consensus";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _leaderChanges;
    private readonly Counter<long> _snapshotsTaken;
    private readonly Counter<long> _snapshotsSent;
    private readonly Histogram<double> _fsync;
    private readonly Histogram<double> _commit;
    private readonly Histogram<double> _apply;

    public RaftMetrics()
    {
        _leaderChanges = _meter.CreateCounter<long>(
            "microkernel_raft_leader_changes_total", description: "Times that this member saw another leader than before.");
        _snapshotsTaken = _meter.CreateCounter<long>(
            "microkernel_raft_snapshots_taken_total", description: "Snapshots that this member took of its own state.");
        _snapshotsSent = _meter.CreateCounter<long>(
            "microkernel_raft_snapshots_sent_total", description: "Snapshots that this member sent to others.");
        _fsync = _meter.CreateHistogram<double>(
            "microkernel_raft_fsync_seconds", "s", "Time of one write to the log with its sync.");
        _commit = _meter.CreateHistogram<double>(
            "microkernel_raft_proposal_commit_seconds", "s", "Time from a proposal on this member to its commit.");
        _apply = _meter.CreateHistogram<double>(
            "microkernel_raft_proposal_apply_seconds", "s", "Time from a proposal on this member to its result.");
    }

    public void LeaderChanged() => _leaderChanges.Add(1);

    public void SnapshotTaken() => _snapshotsTaken.Add(1);

    public void SnapshotSent() => _snapshotsSent.Add(1);

    public void Synced(TimeSpan took) => _fsync.Record(took.TotalSeconds);

    /// <summary>Notes that a proposal of this member was committed and applied.</summary>
    public void Applied(TimeSpan toCommit, TimeSpan toResult)
    {
        _commit.Record(toCommit.TotalSeconds);
        _apply.Record(toResult.TotalSeconds);
    }

    /// <summary>Publishes what is read when somebody asks.</summary>
    public void Observe(Func<RaftStatus> status, Func<RaftQueues> queues)
    {
        Gauge("microkernel_raft_term", () => (long)status().Term, "Latest term that this member has seen.");
        Gauge("microkernel_raft_leader_id", () => (long)status().LeaderId, "Member id of the leader; 0 if unknown.");
        Gauge("microkernel_raft_is_leader", () => status().Role == Protocol.RaftRole.Leader ? 1 : 0,
            "Whether this member leads.");
        Gauge("microkernel_raft_has_quorum", () => status().HasQuorum ? 1 : 0,
            "Whether a majority stands behind the leader, as far as this member knows.");
        Gauge("microkernel_raft_voters", () => status().Voters.Count, "Voters.");
        Gauge("microkernel_raft_learners", () => status().Learners.Count, "Members that get the log but do not vote.");
        Gauge("microkernel_raft_commit_index", () => (long)status().CommitIndex, "Highest committed index known.");
        Gauge("microkernel_raft_applied_index", () => (long)status().AppliedIndex, "Highest applied index.");
        Gauge("microkernel_raft_last_index", () => (long)status().LastIndex, "Last index in the log.");
        Gauge("microkernel_raft_first_index", () => (long)status().FirstIndex, "First index that is not compacted.");
        Gauge("microkernel_raft_snapshot_index", () => (long)status().SnapshotIndex,
            "Last index of the newest snapshot; 0 without one.");
        Gauge("microkernel_raft_log_bytes", () => status().LogBytes, "Bytes of the log's files.");
        Gauge("microkernel_raft_log_memory_bytes", () => status().LogMemoryBytes, "Bytes of entries in memory.");
        Gauge("microkernel_raft_disk_stalled", () => status().IsDiskStalled ? 1 : 0, "Whether the disk does not answer.");
        Gauge("microkernel_raft_pending_proposals", () => queues().Proposals, "Proposals that wait on this member.");
        Gauge("microkernel_raft_pending_reads", () => queues().Reads, "Reads that wait on this member.");
        Gauge("microkernel_raft_loop_queue", () => queues().Loop, "Messages and requests not yet taken up.");
        Gauge("microkernel_raft_write_queue", () => queues().Writes, "Writes that wait for the disk.");
        Gauge("microkernel_raft_apply_queue_bytes", () => queues().ApplyBytes,
            "Bytes of committed entries that wait to be applied.");
    }

    public void Dispose() => _meter.Dispose();

    private void Gauge(string name, Func<long> value, string description) =>
        _meter.CreateObservableGauge(name, value, description: description);
}

/// <summary>What waits inside a member.</summary>
internal readonly record struct RaftQueues(long Proposals, long Reads, long Loop, long Writes, long ApplyBytes);
