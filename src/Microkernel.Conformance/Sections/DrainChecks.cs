using Grpc.Core;
using Microkernel.Driver.V1;

namespace Microkernel.Conformance.Sections;

/// <summary>How an instance finishes.</summary>
internal static class DrainChecks
{
    public static IReadOnlyList<Check> All { get; } = new CheckList("Drain")
        .Add("A drain ends at once when nothing is under way.", DrainAsync, "Drain OK")
        .Add("A draining instance takes no new operation.", async s =>
        {
            var agent = s.AgentOf(Capability.Resources);
            await DrainAsync(s);
            await Expect.RefusalAsync(StatusCode.Unavailable, s.Execute(s.Order(ResourceAction.Start, agent)));
        }, "Execute UNAVAILABLE")
        .Add("A draining instance takes no new shot.", async s =>
        {
            var agent = s.AgentOf(Capability.Fencing);
            await DrainAsync(s);
            await Expect.RefusalAsync(StatusCode.Unavailable, s.Fence(s.Shot(FenceAction.Off, agent)));
        }, "Fence UNAVAILABLE")
        .Add("Results of operations that have ended can still be asked for.", async s =>
        {
            var agent = s.AgentOf(Capability.Resources);
            await s.ActivateAsync(Activation.Active);
            var order = s.Order(ResourceAction.Monitor, agent);
            var first = await Expect.AnswerAsync(s.Execute(order));
            await DrainAsync(s);
            var again = await Expect.AnswerAsync(s.Execute(order));
            Expect.That(again.Equals(first), "the first answer", again);
        })
        .Add("It still answers who it is, how it is, and what state things are in.", async s =>
        {
            await DrainAsync(s);
            await Expect.AnswerAsync(s.Driver.HandshakeAsync(s.Greeting(), deadline: s.Soon,
                cancellationToken: s.Cancel));
            await Expect.AnswerAsync(s.Driver.GetHealthAsync(new GetHealthRequest(), deadline: s.Soon,
                cancellationToken: s.Cancel));
            using var stream = StateStreamChecks.Open(s, TimeSpan.FromSeconds(1));
            await StateStreamChecks.NextAsync(s, stream);
        })
        .Add("An activation takes a drain back: the swap that asked for it was given up.", async s =>
        {
            await DrainAsync(s);
            await s.ActivateAsync(Activation.Active);
            if (s.Has(Capability.Resources) && s.Options.Agent is not null)
                await ResourceOperationChecks.RunAsync(s, ResourceAction.Stop);
            if (s.Has(Capability.Heartbeat)) await Expect.AnswerAsync(HeartbeatChecks.Configure(s, r =>
                r.Rings.Clear()));
        })
        .Checks;

    private static async Task DrainAsync(Subject s) =>
        await Expect.AnswerAsync(s.Driver.DrainAsync(new DrainRequest(), deadline: s.Soon,
            cancellationToken: s.Cancel));
}
