using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Driver.V1;

namespace Microkernel.Conformance.Sections;

/// <summary>Orders that must be refused: each refusal names the field, and nothing is done.</summary>
internal static class ResourceRequestChecks
{
    private static readonly (string What, string Field, Action<ExecuteRequest> Spoil)[] Spoilt =
    [
        ("without an operation id", "operation_id", r => r.OperationId = ""),
        ("with an operation id of 129 characters", "operation_id", r => r.OperationId = new string('x', 129)),
        ("without the leader's token", "token", r => r.Token = null),
        ("with a token without a term", "token", r => r.Token.Term = 0),
        ("without the driver's generation", "driver_generation", r => r.DriverGeneration = 0),
        ("without a resource", "resource", r => r.Resource = ""),
        ("without an agent", "agent", r => r.Agent = ""),
        ("without an action", "action", r => r.Action = ResourceAction.Unspecified),
        ("without a timeout", "timeout", r => r.Timeout = null),
        ("with a timeout below 0", "timeout", r => r.Timeout = new Duration { Seconds = -1 }),
        ("with a parameter that is open and secret", "parameters", r =>
        {
            r.Parameters["verify"] = "a";
            r.SecretParameters["verify"] = "b";
        }),
    ];

    public static IReadOnlyList<Check> All { get; } = Create();

    private static IReadOnlyList<Check> Create()
    {
        var list = new CheckList("Resource orders");
        foreach (var (what, field, spoil) in Spoilt)
            list.Add($"An order {what} is refused by that field's name.", s => Expect.RefusalAsync(
                StatusCode.InvalidArgument, s.Execute(Start(s, spoil)), field), "Execute INVALID_ARGUMENT");
        return list
            .Add("An order for an agent that is not there is not found, and the message names it.", s =>
                Expect.RefusalAsync(
                StatusCode.NotFound, s.Execute(Start(s)), s.UnknownAgent), "Execute NOT_FOUND")
            .Add("An order under another generation than the active one is refused: the instance is fenced off.",
                async s =>
            {
                var agent = s.AgentOf(Capability.Resources);
                var order = s.Order(ResourceAction.Start, agent);
                order.DriverGeneration = s.Generation - 1;
                await Expect.RefusalAsync(StatusCode.FailedPrecondition, s.Execute(order));
            }, "Execute FAILED_PRECONDITION")
            .Add("An observer refuses what changes anything, and answers a monitor.", async s =>
            {
                var agent = s.AgentOf(Capability.Resources);
                await s.ActivateAsync(Activation.Observer);
                try
                {
                    await Expect.RefusalAsync(
                        StatusCode.FailedPrecondition, s.Execute(s.Order(ResourceAction.Start, agent)));
                    await Expect.AnswerAsync(s.Execute(s.Order(ResourceAction.Monitor, agent)));
                }
                finally
                {
                    await s.ActivateAsync(Activation.Active);
                }
            }, "Execute FAILED_PRECONDITION")
            .Checks;
    }

    private static ExecuteRequest Start(Subject s, Action<ExecuteRequest>? spoil = null)
    {
        s.Needs(Capability.Resources);
        var order = s.Order(ResourceAction.Start, s.UnknownAgent);
        spoil?.Invoke(order);
        return order;
    }
}
