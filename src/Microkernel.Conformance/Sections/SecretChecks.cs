using Google.Protobuf;
using Grpc.Core;
using Microkernel.Driver.V1;

namespace Microkernel.Conformance.Sections;

/// <summary>Secrets go in and never come out.</summary>
internal static class SecretChecks
{
    public static IReadOnlyList<Check> All { get; } = new CheckList("Secrets")
        .Add("A refused order does not repeat its secret parameters.", async s =>
        {
            s.Needs(Capability.Resources);
            var order = s.Order(ResourceAction.Start, s.UnknownAgent);
            order.SecretParameters["password"] = s.Secret;
            NoSecretIn(s, await TextAsync(s.Execute(order)));
            order.Parameters["password"] = "x";
            NoSecretIn(s, await TextAsync(s.Execute(order)));
        })
        .Add("A validation does not repeat secret parameters, not even wrong ones.", async s =>
        {
            var request = new ValidateRequest
            {
                Agent = s.AgentOf(Capability.Resources),
                Parameters =
                { s.Options.Parameters }
            };
            request.SecretParameters["verify_no_such_parameter"] = s.Secret;
            NoSecretIn(s, await TextAsync(
                s.Resources.ValidateAsync(request, deadline: s.Later, cancellationToken: s.Cancel)));
        })
        .Add("An operation's answer, and the state after it, do not repeat its secret parameters.", async s =>
        {
            var order = s.Order(ResourceAction.Monitor, s.AgentOf(Capability.Resources));
            order.SecretParameters["verify_no_such_parameter"] = s.Secret;
            NoSecretIn(s, await TextAsync(s.Execute(order)));
            using var stream = StateStreamChecks.Open(s, TimeSpan.FromSeconds(1));
            NoSecretIn(s, $"{await StateStreamChecks.NextAsync(s, stream)}");
        })
        .Add("A shot's answer does not repeat its secret parameters.", async s =>
        {
            var shot = s.Shot(FenceAction.Monitor, s.AgentOf(Capability.Fencing));
            shot.SecretParameters["passwd"] = s.Secret;
            NoSecretIn(s, await TextAsync(s.Fence(shot)));
        })
        .Add("A refused heartbeat configuration does not repeat its keys.", async s =>
        {
            var text = await TextAsync(HeartbeatChecks.Configure(
                s, r => r.Keys[0].Secret = ByteString.CopyFromUtf8(s.Secret[..31])));
            NoSecretIn(s, text);
            Expect.That(!text.Contains(s.Secret[..20], StringComparison.Ordinal), "no part of the key", "one");
        })
        .Checks;

    private static void NoSecretIn(Subject s, string text) =>
        Expect.That(!text.Contains(s.Secret, StringComparison.Ordinal), "no secret in what the driver says",
            "the secret");

    private static async Task<string> TextAsync<T>(AsyncUnaryCall<T> call)
    {
        try
        {
            return $"{await call}";
        }
        catch (RpcException e)
        {
            return $"{e.Status.Detail} {string.Join(' ', e.Trailers.Select(t => t.IsBinary ? "" : t.Value))}";
        }
    }
}
