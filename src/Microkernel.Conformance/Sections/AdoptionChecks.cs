using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Driver.V1;

namespace Microkernel.Conformance.Sections;

/// <summary>What a new instance takes over from an old one.</summary>
internal static class AdoptionChecks
{
    public static IReadOnlyList<Check> All { get; } = new CheckList("Adoption")
        .Add("An adoption without a timeout is refused by that field's name.", s =>
        {
            s.Needs(Capability.Resources);
            return Expect.RefusalAsync(StatusCode.InvalidArgument, Adopt(s, new AdoptRequest()), "timeout");
        }, "Adopt INVALID_ARGUMENT")
        .Add("A resource that is there twice is refused by that field's name.", s =>
        {
            s.Needs(Capability.Resources);
            var resource = new AdoptedResource { Resource = "verify", Agent = s.UnknownAgent };
            return Expect.RefusalAsync(
                StatusCode.InvalidArgument, Adopt(s, Request(s, resource, resource)), "resource");
        }, "Adopt INVALID_ARGUMENT")
        .Add("A resource of an agent that is not there is answered as failed on this node; the others are looked at.",
            async s =>
            {
                s.Needs(Capability.Resources);
                var answer = await Expect.AnswerAsync(Adopt(
                    s, Request(s, new AdoptedResource { Resource = "verify", Agent = s.UnknownAgent })));
                Expect.That(
                    answer.Resources is [{ Outcome: Outcome.FailedHere, Resource: "verify" }], "OUTCOME_FAILED_HERE",
                        answer);
            })
        .Add("An observer adopts what another has started: it sees it, changes nothing, and has it in its snapshot.",
            async s =>
        {
            var agent = s.AgentOf(Capability.Resources);
            await ResourceOperationChecks.RunAsync(s, ResourceAction.Start);
            await s.ActivateAsync(Activation.Observer);
            try
            {
                var running = new AdoptedResource
                {
                    Resource = $"verify-{s.Run}",
                    Agent = agent,
                    Parameters =
                    { s.Options.Parameters }
                };
                var answer = await Expect.AnswerAsync(Adopt(s, Request(s, running)));
                Expect.That(
                    answer.Resources is [{ Outcome: Outcome.Ok, State: ResourceState.Started }], "OUTCOME_OK, started",
                        answer);
                using var stream = StateStreamChecks.Open(s, TimeSpan.FromSeconds(1));
                var snapshot = (await StateStreamChecks.NextAsync(s, stream)).Snapshot;
                Expect.That(
                    snapshot.Resources.Any(r => r.Resource == running.Resource && r.State == ResourceState.Started),
                    "the resource in the snapshot", snapshot);
            }
            finally
            {
                await s.ActivateAsync(Activation.Active);
                await ResourceOperationChecks.RunAsync(s, ResourceAction.Stop);
            }
        }, "Adopt OK")
        .Checks;

    private static AdoptRequest Request(Subject s, params AdoptedResource[] resources) =>
        new() { Resources = { resources }, Timeout = s.Options.OperationTimeout.ToDuration() };

    private static AsyncUnaryCall<AdoptResponse> Adopt(Subject s, AdoptRequest request) =>
        s.Resources.AdoptAsync(request, deadline: s.Later, cancellationToken: s.Cancel);
}
