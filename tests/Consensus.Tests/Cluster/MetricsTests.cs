using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microkernel.Consensus;

namespace Consensus.Tests.Cluster;

public sealed class MetricsTests
{
    [Fact]
    public async Task Meter_MemberThatWrote_TellsHowItStands()
    {
        var seen = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "Microkernel.Consensus")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Note(instrument.Name, value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Note(instrument.Name, value));
        listener.Start();

        await using var cluster = await ClusterHost.StartAsync(1);
        await ClusterHost.ProposeAsync(await cluster.LeaderAsync(), "x");
        await Eventually.HoldsAsync(
            () => seen.ContainsKey("microkernel_raft_proposal_apply_seconds"), () => string.Join(' ', seen.Keys));
        listener.RecordObservableInstruments();

        Assert.Superset(
            new HashSet<string>
            {
                "microkernel_raft_term", "microkernel_raft_leader_id", "microkernel_raft_leader_changes_total",
                "microkernel_raft_commit_index", "microkernel_raft_applied_index", "microkernel_raft_log_bytes",
                "microkernel_raft_log_memory_bytes", "microkernel_raft_snapshot_index",
                "microkernel_raft_fsync_seconds", "microkernel_raft_proposal_commit_seconds",
                "microkernel_raft_pending_proposals", "microkernel_raft_write_queue",
                "microkernel_raft_apply_queue_bytes",
            },
            seen.Keys.ToHashSet());
        Assert.True(seen["microkernel_raft_commit_index"] >= 2);

        // Other tests' members are measured, too.
        void Note(string name, double value) =>
            seen.AddOrUpdate(name, value, (_, before) => Math.Max(before, value));
    }
}
