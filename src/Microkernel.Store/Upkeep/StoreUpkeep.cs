using Etcdserverpb;
using Google.Protobuf;
using Microkernel.Store.Replication;
using Microkernel.Store.V1;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microkernel.Store.Upkeep;

/// <summary>
/// On the leader: ends leases, compacts, watches the quota. On every member: frees what was compacted.
/// </summary>
internal sealed partial class StoreUpkeep(
    ReplicatedKeyValueStore store, StoreMetrics metrics, ILogger<StoreUpkeep> logger) : BackgroundService
{
    private readonly LeaseExpiryCheck _leases = new(store.Replica, store.Time);
    private readonly CompactionSchedule _compaction = new(store.Options, store.Time);
    private readonly SpaceCheck _space = new(store.Replica, store.Options, store.Time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Observed for as long as the store is looked after.
        using var observed = metrics;
        using var timer = new PeriodicTimer(store.Options.UpkeepPeriod, store.Time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Forget();
            if (store.Log.LeaderId != store.Log.MemberId)
                continue;
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (StoreException e)
            {
                // Leadership or the majority is gone; whoever leads next does it.
                LogRoundFailed(e);
            }
        }
    }

    /// <summary>Does one round of what the leader does.</summary>
    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var over = _leases.Find(store.Log.Term);
        foreach (var expiry in over)
            LogLeaseExpired(expiry.LeaseId);
        await Task.WhenAll(
            over.Select(expiry => ProposeAsync(new Command { LeaseExpiry = expiry }, cancellationToken)));

        if (_space.NextReclaim() is > 0 and var upTo)
        {
            LogReclaiming(upTo, store.Options.QuotaBytes);
            await ProposeAsync(new Command { Reclaim = new Reclaim { Revision = upTo } }, cancellationToken);
        }

        if (_space.Next(store.Log.MemberId) is { } alarm)
        {
            LogSpaceAlarm(alarm.Action, store.Options.QuotaBytes);
            await ProposeAsync(new Command { Alarm = alarm }, cancellationToken);
        }

        var view = store.Replica.View();
        if (_compaction.Next(view.Revision, view.CompactRevision) is > 0 and var revision)
        {
            LogCompacting(revision, view.Revision);
            await ProposeAsync(
                new Command { Compact = new CompactionRequest { Revision = revision } }, cancellationToken);
        }
    }

    private void Forget()
    {
        lock (store.Replica.Gate)
            store.Replica.Contents.Keys.Forget(changesMax: 2048);
    }

    private Task<object?> ProposeAsync(Command command, CancellationToken cancellationToken) =>
        store.Log.ProposeAsync(command.ToByteArray(), cancellationToken);
}
