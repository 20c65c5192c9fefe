using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Driver.V1;

namespace Microkernel.Conformance.Sections;

/// <summary>Shots that must be refused: each refusal names the field, and nothing is done.</summary>
internal static class FencingRequestChecks
{
    private static readonly (string What, string Field, Action<FenceRequest> Spoil)[] Spoilt =
    [
        ("without an operation id", "operation_id", r => r.OperationId = ""),
        ("without the leader's token", "token", r => r.Token = null),
        ("without the driver's generation", "driver_generation", r => r.DriverGeneration = 0),
        ("without a device", "device", r => r.Device = ""),
        ("without a node", "node", r => r.Node = ""),
        ("without an agent", "agent", r => r.Agent = ""),
        ("without an action", "action", r => r.Action = FenceAction.Unspecified),
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
        var list = new CheckList("Fencing orders");
        foreach (var (what, field, spoil) in Spoilt)
            list.Add($"A shot {what} is refused by that field's name.", s => Expect.RefusalAsync(
                StatusCode.InvalidArgument, s.Fence(Off(s, spoil)), field), "Fence INVALID_ARGUMENT");
        return list
            .Add("A shot with an agent that is not there is not found, and the message names it.", s =>
                Expect.RefusalAsync(
                StatusCode.NotFound, s.Fence(Off(s)), s.UnknownAgent), "Fence NOT_FOUND")
            .Add("A shot under another generation than the active one is refused: the instance is fenced off.",
                async s =>
            {
                var shot = s.Shot(FenceAction.Off, s.AgentOf(Capability.Fencing));
                shot.DriverGeneration = s.Generation - 1;
                await Expect.RefusalAsync(StatusCode.FailedPrecondition, s.Fence(shot));
            }, "Fence FAILED_PRECONDITION")
            .Add("An observer shoots at nobody, and asks devices.", async s =>
            {
                var agent = s.AgentOf(Capability.Fencing);
                await s.ActivateAsync(Activation.Observer);
                try
                {
                    await Expect.RefusalAsync(StatusCode.FailedPrecondition, s.Fence(s.Shot(FenceAction.Off, agent)));
                    await Expect.AnswerAsync(s.Fence(s.Shot(FenceAction.Monitor, agent)));
                }
                finally
                {
                    await s.ActivateAsync(Activation.Active);
                }
            }, "Fence FAILED_PRECONDITION")
            .Checks;
    }

    private static FenceRequest Off(Subject s, Action<FenceRequest>? spoil = null)
    {
        s.Needs(Capability.Fencing);
        var shot = s.Shot(FenceAction.Off, s.UnknownAgent);
        spoil?.Invoke(shot);
        return shot;
    }
}
