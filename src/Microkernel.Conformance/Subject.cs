using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Microkernel.Driver;
using Microkernel.Driver.V1;

namespace Microkernel.Conformance;

/// <summary>The driver under test, with the numbers that a core would keep for it.</summary>
internal sealed class Subject : IDisposable
{
    /// <summary>A core of a fresh node begins with 1; one in service soon has a higher epoch, which shows.</summary>
    public const ulong FirstEpoch = 1;

    private readonly GrpcChannel _channel;
    private ulong _operations;

    public Subject(string socket, ConformanceOptions options, CancellationToken cancel)
    {
        (Socket, Options, Cancel) = (Path.GetFullPath(socket), options, cancel);
        _channel = DriverSocketChannel.Open(Socket, peer => Server = peer);
        Driver = new DriverService.DriverServiceClient(_channel);
        Resources = new ResourceService.ResourceServiceClient(_channel);
        Fencing = new FencingService.FencingServiceClient(_channel);
        Heartbeat = new HeartbeatService.HeartbeatServiceClient(_channel);
    }

    public string Socket { get; }

    public ConformanceOptions Options { get; }

    public CancellationToken Cancel { get; }

    public DriverService.DriverServiceClient Driver { get; }

    public ResourceService.ResourceServiceClient Resources { get; }

    public FencingService.FencingServiceClient Fencing { get; }

    public HeartbeatService.HeartbeatServiceClient Heartbeat { get; }

    /// <summary>Who serves the socket; null before the first call.</summary>
    public PeerCredentials? Server { get; private set; }

    /// <summary>What the driver said of itself; null until the first handshake.</summary>
    public HandshakeResponse? Handshake { get; set; }

    /// <summary>How an activation ended before any handshake; null when it was accepted.</summary>
    public Status? BeforeHandshake { get; set; }

    public ulong Epoch { get; set; } = FirstEpoch;

    /// <summary>The last generation given. The first one is used up by looking whether a core has the driver.</summary>
    public ulong Generation { get; set; } = 1;

    public ulong Term { get; set; } = 1;

    /// <summary>Rises with each order, as a leader's.</summary>
    public ulong Step { get; private set; }

    /// <summary>Version of the heartbeat configuration.</summary>
    public ulong Version { get; set; }

    /// <summary>A value that must never come back.</summary>
    public string Secret { get; } = "conformance-secret-" + Guid.NewGuid().ToString("N");

    /// <summary>Unique to this run of the suite.</summary>
    public string Run { get; } = Guid.NewGuid().ToString("N")[..8];

    /// <summary>Deadline of a call that a driver answers at once.</summary>
    public DateTime Soon => DateTime.UtcNow + Options.Patience;

    /// <summary>Deadline of an operation.</summary>
    public DateTime Later => DateTime.UtcNow + Options.OperationTimeout + Options.Patience;

    public bool Has(Capability capability) => Handshake?.Capabilities.Contains(capability) == true;

    public string NewId() => $"verify-{Run}-{++_operations}";

    public FencingToken NewToken() => new() { Term = Term, Step = ++Step };

    public HandshakeRequest Greeting() => new()
    {
        Cluster = "conformance",
        Node = "node1",
        CoreEpoch = Epoch,
        CoreVersion = "0.0.0",
        ProtocolVersions = { 1 },
    };

    /// <summary>Raises the generation and makes the driver act or observe under it.</summary>
    public async Task ActivateAsync(Activation activation) => await Expect.AnswerAsync(Driver.ActivateAsync(
        new ActivateRequest { Generation = ++Generation, Activation = activation }, deadline: Soon,
        cancellationToken: Cancel));

    /// <summary>A well-formed order for a resource that nobody has.</summary>
    public ExecuteRequest Order(ResourceAction action, string agent) => new()
    {
        OperationId = NewId(),
        Token = NewToken(),
        DriverGeneration = Generation,
        Resource = $"verify-{Run}",
        SpecGeneration = 1,
        Agent = agent,
        Action = action,
        Parameters = { Options.Agent == agent ? Options.Parameters : new Dictionary<string, string>() },
        Timeout = Options.OperationTimeout.ToDuration(),
    };

    /// <summary>A well-formed shot.</summary>
    public FenceRequest Shot(FenceAction action, string agent) => new()
    {
        OperationId = NewId(),
        Token = NewToken(),
        DriverGeneration = Generation,
        Device = $"verify-{Run}",
        Node = "node2",
        Agent = agent,
        Action = action,
        Parameters = { Options.Agent == agent ? Options.Parameters : new Dictionary<string, string>() },
        Timeout = Options.OperationTimeout.ToDuration(),
    };

    public AsyncUnaryCall<ExecuteResponse> Execute(ExecuteRequest request) =>
        Resources.ExecuteAsync(request, deadline: Later, cancellationToken: Cancel);

    public AsyncUnaryCall<FenceResponse> Fence(FenceRequest request) =>
        Fencing.FenceAsync(request, deadline: Later, cancellationToken: Cancel);

    /// <summary>The agent that the operator lets us use, when the driver runs resources with it.</summary>
    public string AgentOf(Capability capability)
    {
        Expect.Needs(Has(capability), $"the driver does not say that it can do {capability}".ToLowerInvariant());
        Expect.Needs(Options.Agent is not null, "give --agent, and its parameters, so that it may be used");
        return Options.Agent!;
    }

    /// <summary>Says that the driver serves something, or skips.</summary>
    public void Needs(Capability capability) =>
        Expect.Needs(Has(capability),
            $"the driver does not say that it can do {capability.ToString().ToLowerInvariant()}");

    /// <summary>A name of an agent that no driver has.</summary>
    public string UnknownAgent => $"{Handshake?.AgentClasses.FirstOrDefault() ?? "none"}:verify-no-such-agent";

    public void Dispose() => _channel.Dispose();
}
