using Etcdserverpb;
using Google.Protobuf;
using Grpc.Core;
using Microkernel.Core.Membership;
using Microkernel.Core.State;
using Microkernel.Store;

namespace Microkernel.Core.Events;

/// <summary>On the leader, keeps the events in the store within their bound: the oldest go first.</summary>
internal sealed partial class EventTrimmer(
    IQuorum quorum, IKeyValueStore store, TimeProvider time, ILogger<EventTrimmer> logger) : BackgroundService
{
    /// <summary>Events that are kept; a node failure makes about twenty.</summary>
    private const int KeptMax = 2000;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly ByteString Begin = ByteString.CopyFromUtf8(StateKeys.Events);
    private static readonly ByteString End = KeyPrefix.EndOf(Begin);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                if (quorum.IsLeader)
                    await TrimAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The core stops.
        }
    }

    private async Task TrimAsync(CancellationToken ct)
    {
        try
        {
            var kept = await store.RangeAsync(
                new RangeRequest { Key = Begin, RangeEnd = End, KeysOnly = true, Serializable = true }, ct);
            if (kept.Kvs.Count <= KeptMax) return;
            // Keys rise with time; the first that stays ends the range that goes.
            await store.DeleteRangeAsync(
                new DeleteRangeRequest { Key = Begin, RangeEnd = kept.Kvs[kept.Kvs.Count - KeptMax].Key }, ct);
        }
        catch (RpcException e)
        {
            LogNotTrimmed(logger, e.Status.Detail);
        }
    }
}
