using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Driver.V1;

namespace Microkernel.Conformance.Sections;

/// <summary>Operations on a resource, with the agent that the operator allows.</summary>
internal static class ResourceOperationChecks
{
    public static IReadOnlyList<Check> All { get; } = new CheckList("Resource operations")
        .Add("A resource that was never started is not running.", async s =>
            Outcome(await RunAsync(s, ResourceAction.Monitor), Driver.V1.Outcome.NotRunning, ResourceState.Stopped),
                "Execute OK")
        .Add("A stop of what does not run succeeds.", async s =>
            Outcome(await RunAsync(s, ResourceAction.Stop), Driver.V1.Outcome.Ok))
        .Add("After a start the resource is active.", async s =>
        {
            Outcome(await RunAsync(s, ResourceAction.Start), Driver.V1.Outcome.Ok, ResourceState.Started);
            Outcome(await RunAsync(s, ResourceAction.Monitor), Driver.V1.Outcome.Ok, ResourceState.Started);
        })
        .Add("A start of what runs already succeeds.", async s =>
            Outcome(await RunAsync(s, ResourceAction.Start), Driver.V1.Outcome.Ok))
        .Add("The answer says when the operation began and how long it took.", async s =>
        {
            var answer = await RunAsync(s, ResourceAction.Monitor);
            Expect.That(answer.Started is not null && answer.Duration is not null, "a start and a duration", answer);
        })
        .Add("The same operation id again gives the first result; nothing is done a second time.", async s =>
        {
            var order = s.Order(ResourceAction.Start, s.AgentOf(Capability.Resources));
            var first = await Expect.AnswerAsync(s.Execute(order));
            var second = await Expect.AnswerAsync(s.Execute(order));
            Expect.That(second.Equals(first), "the very same answer, with the time of the first execution", second);
        })
        .Add("Two calls of one operation id at the same time are one operation.", async s =>
        {
            var order = s.Order(ResourceAction.Monitor, s.AgentOf(Capability.Resources));
            var calls = Enumerable.Range(0, 4).Select(_ => s.Execute(order).ResponseAsync).ToList();
            var answers = await Task.WhenAll(calls);
            Expect.That(answers.All(answers[0].Equals), "four equal answers",
                string.Join(" / ", answers.Select(a => a.Started)));
        })
        .Add("An operation id that was used for another request is refused by that field's name.", async s =>
        {
            var order = s.Order(ResourceAction.Monitor, s.AgentOf(Capability.Resources));
            await Expect.AnswerAsync(s.Execute(order));
            order.Resource += "-other";
            await Expect.RefusalAsync(StatusCode.InvalidArgument, s.Execute(order), "operation_id");
        }, "Execute INVALID_ARGUMENT")
        .Add("When the call's deadline passes, the operation goes on, and its id tells the result afterwards.",
            async s =>
        {
            var order = s.Order(ResourceAction.Start, s.AgentOf(Capability.Resources));
            try
            {
                await s.Resources.ExecuteAsync(order, deadline: DateTime.UtcNow.AddMilliseconds(1),
                    cancellationToken: s.Cancel);
            }
            catch (RpcException e)
            {
                Expect.That(e.StatusCode == StatusCode.DeadlineExceeded, "DEADLINE_EXCEEDED",
                    Expect.Name(e.StatusCode));
            }
            Outcome(await Expect.AnswerAsync(s.Execute(order)), Driver.V1.Outcome.Ok);
        }, "Execute DEADLINE_EXCEEDED")
        .Add("An operation is ended at its timeout, or is done by then.", async s =>
        {
            var order = s.Order(ResourceAction.Monitor, s.AgentOf(Capability.Resources));
            order.Timeout = new Duration { Nanos = 1_000_000 };
            var answer = await Expect.AnswerAsync(s.Execute(order));
            Expect.That(
                answer.Outcome is Driver.V1.Outcome.TimedOut or Driver.V1.Outcome.Ok,
                    "OUTCOME_TIMED_OUT or OUTCOME_OK", answer.Outcome);
        })
        .Add("A step that was overtaken by a newer one for the same resource is refused; for another resource it is "
            + "not.",
            async s =>
            {
                var old = s.Order(ResourceAction.Start, s.AgentOf(Capability.Resources));
                await RunAsync(s, ResourceAction.Start);
                await Expect.RefusalAsync(StatusCode.Aborted, s.Execute(old), "step");
                old.Resource += "-other";
                old.Action = ResourceAction.Stop;
                await Expect.AnswerAsync(s.Execute(old));
            }, "Execute ABORTED")
        .Add("After an order of a newer leader, orders of an older one are refused.", async s =>
        {
            s.Term += 10;
            await RunAsync(s, ResourceAction.Start);
            var old = s.Order(ResourceAction.Start, s.AgentOf(Capability.Resources));
            old.Token.Term = s.Term - 1;
            await Expect.RefusalAsync(StatusCode.Aborted, s.Execute(old), "term");
        }, "Execute ABORTED")
        .Add("A stop without a token is carried out: a node that has lost its quorum takes itself out.", async s =>
        {
            var order = s.Order(ResourceAction.Stop, s.AgentOf(Capability.Resources));
            order.Token = null;
            Outcome(await Expect.AnswerAsync(s.Execute(order)), Driver.V1.Outcome.Ok);
            Outcome(await RunAsync(s, ResourceAction.Monitor), Driver.V1.Outcome.NotRunning);
        })
        .Add("A start and a stop show on the state stream, and a new snapshot has what is.", async s =>
        {
            var agent = s.AgentOf(Capability.Resources);
            using (var stream = StateStreamChecks.Open(s, TimeSpan.FromMilliseconds(200)))
            {
                await StateStreamChecks.NextAsync(s, stream);
                await Expect.AnswerAsync(s.Execute(s.Order(ResourceAction.Start, agent)));
                await UntilAsync(s, stream, ResourceState.Started);
            }
            using (var again = StateStreamChecks.Open(s, TimeSpan.FromMilliseconds(200)))
            {
                var snapshot = (await StateStreamChecks.NextAsync(s, again)).Snapshot;
                Expect.That(
                    snapshot.Resources.Any(r => r.Resource == $"verify-{s.Run}" && r.State == ResourceState.Started),
                    "the started resource in the snapshot", snapshot);
            }
            await RunAsync(s, ResourceAction.Stop);
        })
        .Checks;

    public static async Task<ExecuteResponse> RunAsync(Subject s, ResourceAction action) =>
        await Expect.AnswerAsync(s.Execute(s.Order(action, s.AgentOf(Capability.Resources))));

    private static async Task UntilAsync(
        Subject s, AsyncServerStreamingCall<WatchStateResponse> stream, ResourceState state)
    {
        while (true)
        {
            var message = await StateStreamChecks.NextAsync(s, stream);
            if (message.Resource is { } change && change.Resource == $"verify-{s.Run}" && change.State == state) return;
        }
    }

    private static void Outcome(ExecuteResponse answer, Driver.V1.Outcome outcome, ResourceState? state = null)
    {
        Expect.That(answer.Outcome == outcome, $"{outcome}", $"{answer.Outcome}: {answer.Reason} {answer.Output}");
        if (state is { } wanted) Expect.That(answer.State == wanted, $"{wanted}", answer.State);
    }
}
