using System.Text.RegularExpressions;
using Grpc.Core;
using Microkernel.Driver.V1;

namespace Microkernel.Conformance.Sections;

/// <summary>Who the driver is, and which core it obeys.</summary>
internal static partial class HandshakeChecks
{
    // Far above any version that there will be.
    private const uint UnknownVersion = 4_000_000_000;

    public static IReadOnlyList<Check> All { get; } = new CheckList("Handshake")
        .Add("Before the handshake an activation is refused.", s =>
        {
            Expect.Needs(s.BeforeHandshake is not null, "somebody greeted this instance before: start a fresh one");
            Expect.That(
                s.BeforeHandshake!.Value.StatusCode == StatusCode.FailedPrecondition, "the refusal FAILED_PRECONDITION",
                Expect.Name(s.BeforeHandshake.Value.StatusCode));
            return Task.CompletedTask;
        }, "Activate FAILED_PRECONDITION")
        .Add("The driver says who it is: a name, a version, an instance id and its process.", async s =>
        {
            var hello = await GreetAsync(s);
            s.Handshake = hello;
            Expect.That(DriverName().IsMatch(hello.Name), "a name of lower case letters, digits and dashes",
                hello.Name);
            Expect.That(Version().IsMatch(hello.Version), "a semantic version as 1.2.3", hello.Version);
            Expect.That(hello.InstanceId.Length is > 0 and <= 128, "an instance id of 1 to 128 characters",
                hello.InstanceId);
            Expect.That(hello.Pid > 0, "a process id", hello.Pid);
        })
        .Add("Its name is that of the folder of its socket.", s =>
        {
            var folder = Path.GetFileName(Path.GetDirectoryName(s.Socket));
            Expect.That(s.Handshake?.Name == folder, $"the name {folder}", s.Handshake?.Name);
            return Task.CompletedTask;
        })
        .Add("It says what it can be used for, each capability once and none unspecified.", s =>
        {
            var capabilities = s.Handshake?.Capabilities ?? [];
            Expect.That(
                capabilities.Count > 0 && capabilities.Distinct().Count() == capabilities.Count &&
                capabilities.All(capability => capability != Capability.Unspecified && Enum.IsDefined(capability)),
                "at least one known capability, each once", string.Join(", ", capabilities));
            return Task.CompletedTask;
        })
        .Add("Greeted again, it gives the same answer.", async s =>
        {
            var again = await GreetAsync(s);
            Expect.That(again.InstanceId == s.Handshake?.InstanceId, $"instance {s.Handshake?.InstanceId}",
                again.InstanceId);
        })
        .Add("It takes the first version that both speak.", async s =>
        {
            var answer = await GreetAsync(s, g => Versions(g, UnknownVersion, 1));
            Expect.That(answer.ProtocolVersion == 1, "version 1", answer.ProtocolVersion);
        })
        .Add("Where no version is common it refuses, and its message has both lists.", s => Expect.RefusalAsync(
            StatusCode.FailedPrecondition, Greet(s, g => Versions(g, UnknownVersion, UnknownVersion - 1)),
            $"{UnknownVersion}", $"{UnknownVersion - 1}", "1"), "Handshake FAILED_PRECONDITION")
        .Add("A greeting without a cluster is refused by that field's name.", s => Expect.RefusalAsync(
            StatusCode.InvalidArgument, Greet(s, g => g.Cluster = ""), "cluster"), "Handshake INVALID_ARGUMENT")
        .Add("A greeting without a node is refused by that field's name.", s => Expect.RefusalAsync(
            StatusCode.InvalidArgument, Greet(s, g => g.Node = ""), "node"), "Handshake INVALID_ARGUMENT")
        .Add("A greeting without a core epoch is refused by that field's name.", s => Expect.RefusalAsync(
            StatusCode.InvalidArgument, Greet(s, g => g.CoreEpoch = 0), "core_epoch"), "Handshake INVALID_ARGUMENT")
        .Add("A greeting without versions is refused by that field's name.", s => Expect.RefusalAsync(
            StatusCode.InvalidArgument, Greet(s, g => g.ProtocolVersions.Clear()), "protocol_versions"),
            "Handshake INVALID_ARGUMENT")
        .Add("A core of a higher epoch takes the driver over, and one of a lower epoch is refused from then on.",
            async s =>
        {
            s.Epoch += 10;
            await GreetAsync(s);
            await Expect.RefusalAsync(
                StatusCode.Aborted, Greet(s, g => g.CoreEpoch = s.Epoch - 1), "core_epoch");
        }, "Handshake ABORTED")
        .Checks;

    private static AsyncUnaryCall<HandshakeResponse> Greet(Subject s, Action<HandshakeRequest>? change = null)
    {
        var greeting = s.Greeting();
        change?.Invoke(greeting);
        return s.Driver.HandshakeAsync(greeting, deadline: s.Soon, cancellationToken: s.Cancel);
    }

    private static Task<HandshakeResponse> GreetAsync(Subject s, Action<HandshakeRequest>? change = null) =>
        Expect.AnswerAsync(Greet(s, change));

    private static void Versions(HandshakeRequest greeting, params uint[] versions)
    {
        greeting.ProtocolVersions.Clear();
        greeting.ProtocolVersions.Add(versions);
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,62}$")]
    private static partial Regex DriverName();

    [GeneratedRegex(@"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$")]
    private static partial Regex Version();
}
