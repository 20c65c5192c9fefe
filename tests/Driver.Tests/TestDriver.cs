using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Microkernel.Driver.V1;

namespace Microkernel.Driver.Tests;

/// <summary>A driver in this process, with a core's connection to it.</summary>
public sealed class TestDriver : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly GrpcChannel _channel;

    private TestDriver(Action<DriverHostBuilder> configure)
    {
        var builder = new DriverHostBuilder("test", "A driver of the tests.");
        configure(builder);
        Host = builder.Build("--driver-dir", _folder.Path, "--instance", "a", "--drain-timeout", "5");
        _channel = DriverChannel.Dial(Host.SocketPath);
        Driver = new DriverService.DriverServiceClient(_channel);
        Resources = new ResourceService.ResourceServiceClient(_channel);
        Fencing = new FencingService.FencingServiceClient(_channel);
    }

    public DriverHost Host { get; }

    public DriverService.DriverServiceClient Driver { get; }

    public ResourceService.ResourceServiceClient Resources { get; }

    public FencingService.FencingServiceClient Fencing { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Starts a driver; nobody has greeted it.</summary>
    public static async Task<TestDriver> StartAsync(Action<DriverHostBuilder> configure)
    {
        var driver = new TestDriver(configure);
        await driver.Host.StartAsync(Cancel);
        return driver;
    }

    /// <summary>Starts a driver that is active under generation 1.</summary>
    public static async Task<TestDriver> StartActiveAsync(params IResourceAgent[] agents)
    {
        var driver = await StartAsync(builder =>
            builder.AddResources(_ => new FixedAgentClass<IResourceAgent>("test", agents)));
        await driver.GreetAsync();
        await driver.ActivateAsync(1);
        return driver;
    }

    public async Task<HandshakeResponse> GreetAsync(ulong epoch = 1, params uint[] versions) =>
        await Driver.HandshakeAsync(
            new HandshakeRequest
            {
                Cluster = "c",
                Node = "n1",
                CoreEpoch = epoch,
                ProtocolVersions = { versions is [] ? [1u] : versions },
            },
            cancellationToken: Cancel);

    public async Task ActivateAsync(ulong generation, Activation activation = Activation.Active) =>
        await Driver.ActivateAsync(
            new ActivateRequest { Generation = generation, Activation = activation }, cancellationToken: Cancel);

    public Task<ExecuteResponse> ExecuteAsync(
        string id, Action<ExecuteRequest>? change = null, TimeSpan? deadline = null)
    {
        var request = Request(id);
        change?.Invoke(request);
        return Resources.ExecuteAsync(
            request, deadline: deadline is { } d ? DateTime.UtcNow + d : null, cancellationToken: Cancel).ResponseAsync;
    }

    public static ExecuteRequest Request(string id) => new()
    {
        OperationId = id,
        Token = new FencingToken { Term = 1, Step = 1 },
        DriverGeneration = 1,
        Resource = "r1",
        Agent = "test:recorder",
        Action = ResourceAction.Start,
        Timeout = TimeSpan.FromSeconds(30).ToDuration(),
    };

    /// <summary>Asserts that a call is refused so, and gives its message.</summary>
    public static async Task<string> RefusedAsync(StatusCode code, Task call)
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(() => call);
        Assert.Equal(code, refusal.StatusCode);
        return refusal.Status.Detail;
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await Host.DisposeAsync();
        _folder.Dispose();
    }
}
