using Google.Protobuf.WellKnownTypes;
using Microkernel.Core.Drivers;
using Microkernel.Core.Drivers.Swapping;
using Microkernel.Driver;
using Microkernel.Driver.V1;
using Microsoft.Extensions.Logging.Abstractions;
using CoreDriverHost = Microkernel.Core.Drivers.DriverHost;
using DriverState = Microkernel.V1.DriverState;

namespace Microkernel.Core.Tests.Drivers;

/// <summary>A core's driver host over a folder in which a test starts drivers, each with a socket of its own.</summary>
internal sealed class DriverBench : IAsyncDisposable, IResourceInventory, IHeartbeatHandover
{
    private readonly List<Microkernel.Driver.DriverHost> _instances = [];

    public DriverBench()
    {
        Host = new CoreDriverHost(
            Folder, new DriverIdentity("c", "n1", 1, "0.0.0"), TimeProvider.System,
                NullLogger<CoreDriverHost>.Instance);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("mkc").FullName;

    public CoreDriverHost Host { get; }

    public World World { get; } = new();

    /// <summary>Resources that are active here.</summary>
    public List<string> Inventory { get; } = [];

    public SwapOptions Options { get; set; } = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<DriverBench> StartAsync()
    {
        var bench = new DriverBench();
        await bench.Host.StartAsync(Cancel);
        return bench;
    }

    /// <summary>Starts an instance of a driver and waits until the core has greeted it.</summary>
    public async Task<DriverConnection> AddAsync(
        string instance, string version = "1.0.0", WorldAgent? agent = null, Action<DriverHostBuilder>? configure =
            null)
    {
        var builder = new DriverHostBuilder("world", "A driver of the tests.") { Version = version };
        if (configure is null)
            builder.AddResources(_ => new FixedAgentClass<IResourceAgent>("world", [agent ?? new WorldAgent(World)]));
        else
            configure(builder);
        var host = builder.Build("--driver-dir", Folder, "--instance", instance, "--drain-timeout", "1",
            "--log-level", "error");
        await host.StartAsync(Cancel);
        _instances.Add(host);
        await Eventually.TrueAsync(
            () => Find(instance)?.State is DriverState.Active or DriverState.Observer, $"{instance} greeted");
        return Find(instance)!;
    }

    /// <summary>Ends an instance.</summary>
    public async Task RemoveAsync(string instance)
    {
        var host = _instances.Single(host => host.SocketPath.EndsWith($"/{instance}.sock", StringComparison.Ordinal));
        _instances.Remove(host);
        await host.DisposeAsync();
    }

    public DriverConnection? Find(string instance) =>
        Host.Drivers.FirstOrDefault(driver => driver.InstanceName == instance);

    public Task<SwapResult> SwapAsync(DriverConnection old, DriverConnection successor) =>
        new DriverSwap(Host, this, this, Options, TimeProvider.System, NullLogger.Instance)
            .RunAsync(old, successor, Cancel);

    /// <summary>Carries out one operation as the core does.</summary>
    public async Task<ExecuteResponse> ExecuteAsync(string resource, string id, ResourceAction action)
    {
        using var use = await Host.UseAsync(host => host.ActiveFor(WorldAgent.FullName), resource, Cancel);
        Assert.NotNull(use);
        return await use.Driver.Resources.ExecuteAsync(
            new ExecuteRequest
            {
                OperationId = id,
                Token = new FencingToken { Term = 1, Step = 1 },
                DriverGeneration = use.Driver.Generation,
                Resource = resource,
                Agent = WorldAgent.FullName,
                Action = action,
                Timeout = TimeSpan.FromSeconds(60).ToDuration(),
            },
            cancellationToken: Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.StopAsync(CancellationToken.None);
        Host.Dispose();
        foreach (var instance in _instances) await instance.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    IReadOnlyList<AdoptedResource> IResourceInventory.ActiveBy(IReadOnlyCollection<string> agentClasses) =>
        [.. Inventory.Select(name => new AdoptedResource { Resource = name, Agent = WorldAgent.FullName })];

    Task<string> IHeartbeatHandover.HandOverAsync(
        DriverConnection old, DriverConnection successor, CancellationToken ct) => Task.FromResult("");

    Task IHeartbeatHandover.TakeBackAsync(DriverConnection old, CancellationToken ct) => Task.CompletedTask;
}
