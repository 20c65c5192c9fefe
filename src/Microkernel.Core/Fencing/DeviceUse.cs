using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Core.Membership;
using Microkernel.Core.State;
using Microkernel.Core.Transitions;
using Microkernel.Driver.V1;
using Microkernel.Node.V1;
using Microkernel.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Fencing;

/// <summary>Uses one device once for the leader: from here or, where no fencing driver acts here, from another node.</summary>
internal sealed class DeviceUse(
    Shooter shooter, WatchdogFence watchdog, NodeClients nodes, NodeIdentity self, TimeProvider time)
{
    /// <summary>Takes a node's power by a step of a level, or gives it back; a failure is an answer, never an exception.</summary>
    public async Task<FenceShot> RunAsync(
        ClusterSnapshot snapshot, string target, Object level, int index, bool powerOn, LeaderToken leader,
        CancellationToken ct)
    {
        var step = level.FencingLevel.Devices[index];
        var shot = new FenceShot
        {
            Level = level.FencingLevel.Level,
            Device = step.Device,
            By = self.Node,
            Action = powerOn ? "on" : "off",
        };
        var began = time.GetTimestamp();
        try
        {
            (shot.Succeeded, shot.Reason) =
                WatchdogFence.IsDevice(snapshot, step.Device) ? await watchdog.WaitAsync(target, powerOn, leader, ct)
                : shooter.IsAvailable ? await HereAsync(snapshot, target, step, powerOn, leader, ct)
                : await ElsewhereAsync(snapshot, target, level, index, powerOn, leader, shot, ct);
        }
        catch (RpcException e)
        {
            shot.Reason = e.Status.Detail;
        }
        shot.Took = Duration.FromTimeSpan(time.GetElapsedTime(began));
        return shot;
    }

    private async Task<(bool, string)> HereAsync(
        ClusterSnapshot snapshot, string target, FencingStep step, bool powerOn, LeaderToken leader, CancellationToken ct)
    {
        var token = leader.Next();
        var answer = await shooter.UseAsync(
            snapshot, target, step, powerOn ? FenceAction.On : FenceAction.Off, OperationId(token), token, ct);
        var succeeded = powerOn ? answer.Succeeded : Shooter.IsProof(snapshot, step, answer);
        return (succeeded, succeeded ? "" : Describe(answer.Reason, answer.Output));
    }

    private async Task<(bool, string)> ElsewhereAsync(
        ClusterSnapshot snapshot, string target, Object level, int index, bool powerOn, LeaderToken leader,
        FenceShot shot, CancellationToken ct)
    {
        var helper = snapshot.Members.Where(member =>
                member.Value.State == MemberState.Online && member.Key != target && member.Key != self.Node)
            .Select(member => member.Key).Order(StringComparer.Ordinal).FirstOrDefault();
        if (helper is null) return (false, "no node with a fencing driver is online");
        shot.By = helper;
        var token = leader.Next();
        var timeout = ShotTimes.Of(snapshot, level.FencingLevel.Devices[index]).Timeout
            + ShotTimes.AnswerMargin + ShotTimes.RelayMargin;
        var response = await nodes.For(helper).ShootAsync(
            new ShootRequest
            {
                OperationId = OperationId(token),
                Term = token.Term,
                Step = token.Step,
                Target = target,
                Level = level.Metadata.Name,
                DeviceIndex = (uint)index,
                Revision = snapshot.Revision,
                PowerOn = powerOn,
            },
            deadline: DateTime.UtcNow + timeout, cancellationToken: ct);
        return (response.Succeeded, response.Reason);
    }

    private static string OperationId(FencingToken token) => $"fence-{token.Term}-{token.Step}";

    private static string Describe(string reason, string output) =>
        output.Length == 0 ? reason : $"{reason} ({output.Trim().ReplaceLineEndings(" / ")})";
}
