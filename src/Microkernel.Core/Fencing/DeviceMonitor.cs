using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Core.Events;
using Microkernel.Core.Membership;
using Microkernel.Core.State;
using Microkernel.Model;
using Microkernel.Node.V1;
using Microkernel.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Fencing;

/// <summary>
/// On the leader, asks each fence device again and again whether it answers, so that a broken one is known before it
/// is needed.
/// </summary>
internal sealed partial class DeviceMonitor(
    IQuorum quorum, ClusterTracker tracker, StateWriter writer, Shooter shooter, EventRecorder events, TimeProvider time,
    ILogger<DeviceMonitor> logger) : BackgroundService
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (!quorum.IsLeader || !shooter.IsAvailable) continue;
                var snapshot = tracker.Current;
                foreach (var device in snapshot.OfKind(Object.SpecOneofCase.FenceDevice).Where(device => IsDue(snapshot, device)))
                    await CheckAsync(snapshot, device.Name(), stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The core stops.
        }
    }

    private bool IsDue(ClusterSnapshot snapshot, Object device) =>
        !snapshot.DeviceChecks.TryGetValue(device.Name(), out var last) ||
        time.GetUtcNow() - last.Time.ToDateTimeOffset() >= EffectiveFenceDevice.Of(device.FenceDevice).MonitorInterval ||
        last.Time.ToDateTimeOffset() > time.GetUtcNow();

    private async Task<string> AskAsync(ClusterSnapshot snapshot, string device, CancellationToken ct)
    {
        var answer = await shooter.CheckAsync(snapshot, device, ct);
        return answer.Succeeded ? "" : answer.Reason.Length > 0 ? answer.Reason : "it does not answer";
    }

    private async Task CheckAsync(ClusterSnapshot snapshot, string device, CancellationToken ct)
    {
        string reason;
        var began = time.GetTimestamp();
        try
        {
            reason = WatchdogFence.IsDevice(snapshot, device)
                ? WatchdogFence.Check(snapshot, device)
                : await AskAsync(snapshot, device, ct);
        }
        catch (RpcException e)
        {
            reason = e.Status.Detail;
        }
        var before = snapshot.DeviceChecks.GetValueOrDefault(device);
        var now = time.GetUtcNow().ToTimestamp();
        var record = new DeviceCheckRecord
        {
            Time = now,
            LastAnswer = reason.Length == 0 ? now : before?.LastAnswer,
            Reason = reason,
            Took = Duration.FromTimeSpan(time.GetElapsedTime(began)),
        };
        try
        {
            await tracker.WaitForAsync(await writer.PutAsync(StateKeys.DeviceCheck(device), record, ct), ct);
        }
        catch (RpcException e)
        {
            LogUnwritten(logger, device, e.Status.Detail);
            return;
        }
        if ((before?.Reason ?? "").Length == 0 == (reason.Length == 0)) return;
        events.Record(reason.Length > 0
            ? EventFactory.About("FenceDevice", device, "FenceDeviceFailed", Severity.Critical,
                $"fence device {device} does not answer: {reason}")
            : EventFactory.About("FenceDevice", device, "FenceDeviceAnswers", Severity.Info, $"fence device {device} answers again"));
    }
}
