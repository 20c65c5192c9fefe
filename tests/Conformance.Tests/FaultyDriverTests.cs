using Microkernel.Driver;
using Microkernel.Driver.V1;

namespace Microkernel.Conformance.Tests;

/// <summary>The suite notices faults, and leaves drivers in service alone.</summary>
public sealed class FaultyDriverTests
{
    [Fact]
    public async Task Socket_ForEverybody_Fails()
    {
        await using var served = await ServedAsync();
        File.SetUnixFileMode(served.SocketPath, (UnixFileMode)0b110_110_110);
        var failed = await FailuresAsync(served);
        Assert.Contains(failed, result => result is { Section: "Socket" }
            && result.Detail.Contains("0666", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Agent_ThatTellsSecretsAndClaimsAnything_Fails()
    {
        await using var served = await ServedAsync();
        var failed = await FailuresAsync(served, "loose:talker");
        Assert.Contains(failed, result => result.Section == "Secrets");
        Assert.Contains(failed, result =>
            result.Sentence.StartsWith("A resource that was never started", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Driver_ThatACoreUses_IsNotTouched()
    {
        await using var served = await ServedAsync();
        using var core = DriverSocketChannel.Open(served.SocketPath);
        var client = new DriverService.DriverServiceClient(core);
        await client.HandshakeAsync(
            new HandshakeRequest { Cluster = "c", Node = "n", CoreEpoch = 7, ProtocolVersions = { 1 } },
            cancellationToken: TestContext.Current.CancellationToken);
        await client.ActivateAsync(
            new ActivateRequest { Generation = 7UL << 32, Activation = Activation.Active },
            cancellationToken: TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<DriverInServiceException>(() => FailuresAsync(served));
    }

    private static async Task<DriverHost> ServedAsync()
    {
        var folder = Directory.CreateTempSubdirectory("mkf").FullName;
        var builder = new DriverHostBuilder("loose", "A driver with faults.");
        builder.AddResources(_ => new FixedAgentClass<IResourceAgent>("loose", [new LooseAgent()]));
        var host = builder.Build("--driver-dir", folder, "--instance", "a", "--log-level", "error");
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    private static async Task<IReadOnlyList<CheckResult>> FailuresAsync(DriverHost host, string? agent = null)
    {
        var failed = new List<CheckResult>();
        await foreach (var result in ConformanceSuite.RunAsync(
            host.SocketPath, new ConformanceOptions { Agent = agent }, TestContext.Current.CancellationToken))
            if (result.Outcome == CheckOutcome.Failed)
                failed.Add(result);
        return failed;
    }

    /// <summary>Says that everything runs, and what it was told.</summary>
    private sealed class LooseAgent : IResourceAgent
    {
        public string Name => "loose:talker";

        public ValueTask<Agent> DescribeAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult(new Agent { Name = Name });

        public Task<ResourceResult> ExecuteAsync(ResourceOperation operation, CancellationToken cancellationToken) =>
            Task.FromResult(new ResourceResult(Outcome.Ok, ResourceState.Started)
            {
                Output = string.Join(' ', operation.Parameters.Values.Values),
            });
    }
}
