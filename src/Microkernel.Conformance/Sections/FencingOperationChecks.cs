using Grpc.Core;
using Microkernel.Driver.V1;

namespace Microkernel.Conformance.Sections;

/// <summary>Shots, with the agent that the operator allows; the node that is shot at is named "node2".</summary>
internal static class FencingOperationChecks
{
    public static IReadOnlyList<Check> All { get; } = new CheckList("Fencing operations")
        .Add("A device is asked whether it answers, and nothing is claimed of any node.", async s =>
        {
            var answer = await RunAsync(s, FenceAction.Monitor);
            Expect.That(answer.Verdict == FenceVerdict.NotVerified, "FENCE_VERDICT_NOT_VERIFIED", answer.Verdict);
            Expect.That(answer.Succeeded || answer.Reason.Length > 0, "success, or a reason", "neither");
        }, "Fence OK")
        .Add("Off is verified only where the shot succeeded; otherwise there is a reason.", async s =>
        {
            var answer = await RunAsync(s, FenceAction.Off);
            Expect.That(
                answer.Verdict != FenceVerdict.Unspecified
                    && (answer.Succeeded || answer.Verdict != FenceVerdict.VerifiedOff),
                "VERIFIED_OFF only with success", answer);
            Expect.That(answer.Verdict == FenceVerdict.VerifiedOff || answer.Reason.Length > 0, "a reason", "none");
        })
        .Add("On never verifies that a node is off.", async s =>
        {
            var answer = await RunAsync(s, FenceAction.On);
            Expect.That(answer.Verdict != FenceVerdict.VerifiedOff, "anything but VERIFIED_OFF", answer.Verdict);
        })
        .Add("The same operation id again gives the first result; nobody is shot a second time.", async s =>
        {
            var shot = s.Shot(FenceAction.Off, s.AgentOf(Capability.Fencing));
            var first = await Expect.AnswerAsync(s.Fence(shot));
            var second = await Expect.AnswerAsync(s.Fence(shot));
            Expect.That(second.Equals(first), "the very same answer, with the time of the first shot", second);
        })
        .Add("An operation id that was used for another shot is refused by that field's name.", async s =>
        {
            var shot = s.Shot(FenceAction.Monitor, s.AgentOf(Capability.Fencing));
            await Expect.AnswerAsync(s.Fence(shot));
            shot.Device += "-other";
            await Expect.RefusalAsync(StatusCode.InvalidArgument, s.Fence(shot), "operation_id");
        }, "Fence INVALID_ARGUMENT")
        .Add("When the call's deadline passes, the shot goes on, and its id tells the result afterwards.", async s =>
        {
            var shot = s.Shot(FenceAction.Off, s.AgentOf(Capability.Fencing));
            try
            {
                await s.Fencing.FenceAsync(shot, deadline: DateTime.UtcNow.AddMilliseconds(1),
                    cancellationToken: s.Cancel);
            }
            catch (RpcException e)
            {
                Expect.That(e.StatusCode == StatusCode.DeadlineExceeded, "DEADLINE_EXCEEDED",
                    Expect.Name(e.StatusCode));
            }
            await Expect.AnswerAsync(s.Fence(shot));
        }, "Fence DEADLINE_EXCEEDED")
        .Add("After a shot of a newer leader, shots of an older one are refused.", async s =>
        {
            s.Term += 10;
            await RunAsync(s, FenceAction.Off);
            var old = s.Shot(FenceAction.Off, s.AgentOf(Capability.Fencing));
            old.Token.Term = s.Term - 1;
            await Expect.RefusalAsync(StatusCode.Aborted, s.Fence(old), "term");
        }, "Fence ABORTED")
        .Checks;

    private static async Task<FenceResponse> RunAsync(Subject s, FenceAction action) =>
        await Expect.AnswerAsync(s.Fence(s.Shot(action, s.AgentOf(Capability.Fencing))));
}
