using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Microkernel.Driver;
using Microkernel.Driver.V1;
using DriverState = Microkernel.V1.DriverState;

namespace Microkernel.Core.Drivers;

/// <summary>One driver instance behind its socket: dialled, greeted, activated, watched, and dialled again.</summary>
internal sealed partial class DriverConnection : IAsyncDisposable
{
    /// <summary>Versions of the protocol that this core speaks, the preferred first.</summary>
    private static readonly uint[] ProtocolVersions = [1];

    private static readonly TimeSpan RedialMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RedialMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BeatInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(5);

    private readonly GrpcChannel _channel;
    private readonly IDriverObserver _observer;
    private readonly DriverIdentity _core;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run;

    public DriverConnection(
        string socketPath, DriverIdentity core, IDriverObserver observer, TimeProvider time, ILogger logger)
    {
        SocketPath = socketPath;
        _core = core;
        _observer = observer;
        _time = time;
        _logger = logger;
        Name = Path.GetFileName(Path.GetDirectoryName(socketPath)) ?? "";
        Since = time.GetUtcNow();
        Known = new DriverKnowledge(time);
        _channel = DriverSocketChannel.Open(socketPath, peer => ServedBy = peer.ProcessId);
        Control = new DriverService.DriverServiceClient(_channel);
        Resources = new ResourceService.ResourceServiceClient(_channel);
        Fencing = new FencingService.FencingServiceClient(_channel);
        Heartbeat = new HeartbeatService.HeartbeatServiceClient(_channel);
        _run = Task.Run(RunAsync);
    }

    public string SocketPath { get; }

    /// <summary>Name that the socket's directory gives it; the handshake must say the same.</summary>
    public string Name { get; }

    /// <summary>Name of the instance: its socket's without ".sock".</summary>
    public string InstanceName => Path.GetFileNameWithoutExtension(SocketPath);

    /// <summary>The process that made the socket, as the kernel says; null before the first connection.</summary>
    public int? ServedBy { get; private set; }

    /// <summary>What the driver said of itself; null until the first handshake.</summary>
    public HandshakeResponse? Handshake { get; private set; }

    public DriverState State { get; private set; } = DriverState.Unreachable;

    public string Reason { get; private set; } = "not greeted yet";

    public DateTimeOffset Since { get; private set; }

    /// <summary>Generation of the activation that this core holds; 0 before the first.</summary>
    public ulong Generation { get; private set; }

    /// <summary>What the driver told on its stream; it stays, with its age, when the stream breaks.</summary>
    public DriverKnowledge Known { get; }

    public DriverService.DriverServiceClient Control { get; }

    public ResourceService.ResourceServiceClient Resources { get; }

    public FencingService.FencingServiceClient Fencing { get; }

    public HeartbeatService.HeartbeatServiceClient Heartbeat { get; }

    /// <summary>Nobody listens on the socket: the process that made it is gone.</summary>
    public bool IsAbandoned { get; private set; }

    public bool Has(Capability capability) => Handshake?.Capabilities.Contains(capability) == true;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _channel.Dispose();
        _stop.Dispose();
    }

    /// <summary>Activates the instance, or makes it an observer.</summary>
    public async Task ActivateAsync(ulong generation, Activation activation, CancellationToken ct)
    {
        await Control.ActivateAsync(
            new ActivateRequest { Generation = generation, Activation = activation },
            deadline: DateTime.UtcNow + CallTimeout, cancellationToken: ct);
        Generation = generation;
        Become(activation == Activation.Active ? DriverState.Active : DriverState.Observer, "");
    }

    private async Task RunAsync()
    {
        var delay = RedialMin;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await GreetAsync();
                IsAbandoned = false;
                delay = RedialMin;
                await WatchAsync();
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                break;
            }
            catch (DriverRefusedException e)
            {
                Become(DriverState.Refused, e.Message);
                delay = RedialMax;
            }
            catch (RpcException e)
            {
                IsAbandoned = IsRefused(e);
                Become(DriverState.Unreachable, IsAbandoned ? "nobody listens on its socket" : e.Status.Detail);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or HttpRequestException)
            {
                Become(DriverState.Unreachable, e.Message);
            }
            await Task.Delay(delay * (1 + Random.Shared.NextDouble() / 4), _time, _stop.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            delay = delay * 2 < RedialMax ? delay * 2 : RedialMax;
        }
    }

    private async Task GreetAsync()
    {
        var request = new HandshakeRequest
        {
            Cluster = _core.Cluster,
            Node = _core.Node,
            CoreEpoch = _core.CoreEpoch,
            CoreVersion = _core.CoreVersion,
            ProtocolVersions = { ProtocolVersions },
        };
        HandshakeResponse response;
        try
        {
            response = await Control.HandshakeAsync(
                request, deadline: DateTime.UtcNow + CallTimeout, cancellationToken: _stop.Token);
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.FailedPrecondition or StatusCode.InvalidArgument)
        {
            throw new DriverRefusedException(e.Status.Detail);
        }
        if (!ProtocolVersions.Contains(response.ProtocolVersion))
            throw new DriverRefusedException(
                $"it chose protocol version {response.ProtocolVersion}; this core speaks "
                    + $"{string.Join(", ", ProtocolVersions)}");
        if (response.Name != Name)
            throw new DriverRefusedException($"it calls itself '{response.Name}' but its socket is in '{Name}'");
        Handshake = response;
        LogGreeted(_logger, Name, response.Version, response.InstanceId, response.Pid);
        await _observer.OnGreetedAsync(this, _stop.Token);
    }

    private async Task WatchAsync()
    {
        using var stream = Control.WatchState(
            new WatchStateRequest { BeatInterval = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(BeatInterval) },
            cancellationToken: _stop.Token);
        var isFirst = true;
        while (true)
        {
            using var silence = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            silence.CancelAfter(BeatInterval * 5);
            bool more;
            try
            {
                more = await stream.ResponseStream.MoveNext(silence.Token);
            }
            catch (Exception e) when (silence.IsCancellationRequested && !_stop.IsCancellationRequested
                && e is RpcException or OperationCanceledException)
            {
                throw new IOException($"silent for {BeatInterval.TotalSeconds * 5} s");
            }
            if (!more) throw new IOException("it ended the stream of changes");
            var message = stream.ResponseStream.Current;
            Known.Take(message, isFirst);
            isFirst = false;
            _observer.OnState(this, message);
        }
    }

    private static bool IsRefused(Exception? e)
    {
        for (; e is not null; e = e is RpcException rpc ? rpc.Status.DebugException : e.InnerException)
            if (e is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
                return true;
        return false;
    }

    private void Become(DriverState state, string reason)
    {
        if (State == state && Reason == reason) return;
        if (State != state)
        {
            Since = _time.GetUtcNow();
            LogStateChanged(_logger, Name, SocketPath, state, reason);
        }
        State = state;
        Reason = reason;
        _observer.OnChanged(this);
    }
}
