using Google.Protobuf;
using Grpc.Core;
using Microkernel.Core.Membership;
using Microkernel.Core.State;
using Microkernel.Store;

namespace Microkernel.Core.Events;

/// <summary>On the leader, keeps events and audit records within their bounds: the oldest go first.</summary>
internal sealed partial class EventTrimmer(
    IQuorum quorum, IKeyValueStore store, TimeProvider time, ILogger<EventTrimmer> logger) : BackgroundService
{
    /// <summary>How many are kept; a node failure makes about twenty events.</summary>
    private static readonly (string Prefix, int KeptMax)[] Bounds = [(StateKeys.Events, 2000), (StateKeys.Audit, 10_000)];

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                foreach (var (prefix, keptMax) in Bounds)
                    if (quorum.IsLeader)
                        await TrimAsync(ByteString.CopyFromUtf8(prefix), keptMax, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The core stops.
        }
    }

    private async Task TrimAsync(ByteString begin, int keptMax, CancellationToken ct)
    {
        try
        {
            await NewestKeys.KeepAsync(store, begin, keptMax, ct);
        }
        catch (RpcException e)
        {
            LogNotTrimmed(logger, e.Status.Detail);
        }
    }
}
