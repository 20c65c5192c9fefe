using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Heartbeat.Tests.EndToEnd;

/// <summary>The driver as a process of its own, and its core: what it says on the state stream is kept.</summary>
internal sealed class DriverProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;
    private readonly ConcurrentQueue<string> _log = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PeerChange> _peers = [];
    private readonly List<(TimeSpan Time, PeerChange Peer)> _changes = [];
    private readonly CancellationTokenSource _ended = new();
    private GrpcChannel? _channel;
    private Task _watching = Task.CompletedTask;

    private DriverProcess(Process process, string folder)
    {
        _process = process;
        _folder = folder;
        _process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    private HeartbeatService.HeartbeatServiceClient Heartbeat => new(_channel);

    private DriverService.DriverServiceClient Driver => new(_channel);

    public string Log => string.Join('\n', _log);

    /// <summary>All states of peers that were told, with the monotonic time at which they arrived here.</summary>
    public IReadOnlyList<(TimeSpan Time, PeerChange Peer)> Changes
    {
        get
        {
            lock (_lock)
                return [.. _changes];
        }
    }

    /// <summary>Starts the driver, in a namespace if one is named, greets it and makes it active.</summary>
    public static async Task<DriverProcess> StartAsync(string node, string? host = null, params string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("mk-hb-").FullName;
        // Another build can be tested in place of the one beside the tests, as one that is installed.
        var driver = Environment.GetEnvironmentVariable("MICROKERNEL_HEARTBEAT_DRIVER")
            ?? Path.Combine(AppContext.BaseDirectory, "microkernel-driver-heartbeat");
        string[] arguments = ["--driver-dir", folder, "--instance", "i1", .. options];
        // exec: the process that is started becomes the driver itself.
        var start = host is null
            ? new ProcessStartInfo(driver, arguments)
            : new ProcessStartInfo("ip", ["netns", "exec", host, driver, .. arguments]);
        start.RedirectStandardError = true;
        var process = new DriverProcess(Process.Start(start)!, folder);
        var socket = Path.Combine(folder, "heartbeat", "i1.sock");
        await Wait.UntilAsync(() => File.Exists(socket), () => $"no socket {socket}: {process.Log}");
        await process.ConnectAsync(socket, node);
        return process;
    }

    public static ConfigureRequest Configuration(string node, params RingConfiguration[] rings) => new()
    {
        Version = 1,
        DriverGeneration = 1,
        Cluster = "test",
        Node = node,
        CoreEpoch = 3,
        Keys = { new HeartbeatKey { Id = 1, Secret = ByteString.CopyFrom(new byte[32]) } },
        Rings = { rings },
    };

    public async Task<ConfigureResponse> ConfigureAsync(ConfigureRequest request) =>
        await Heartbeat.ConfigureAsync(request, cancellationToken: TestContext.Current.CancellationToken);

    public async Task LeaveAsync() =>
        await Heartbeat.LeaveAsync(new LeaveRequest(), cancellationToken: TestContext.Current.CancellationToken);

    public async Task<Health> GetHealthAsync() => (await Driver.GetHealthAsync(
        new GetHealthRequest(), cancellationToken: TestContext.Current.CancellationToken)).Health;

    /// <summary>What was last told of a peer.</summary>
    public PeerChange? Peer(string node)
    {
        lock (_lock)
            return _peers.GetValueOrDefault(node)?.Clone();
    }

    public Task UntilAsync(string node, Func<PeerChange, bool> condition, string expected) => Wait.UntilAsync(
        () => Peer(node) is { } peer && condition(peer),
        () => $"expected {node} {expected}; last told: {Peer(node)}; log:\n{Log}");

    public void Kill() => _process.Kill();

    /// <summary>Ends the driver in order and returns its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        await Command.RunAsync("kill", "-TERM", $"{Id}");
        await Wait.UntilAsync(() => _process.HasExited, () => $"the driver does not end: {Log}");
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _process.Kill();
        await _process.WaitForExitAsync();
        await _watching;
        _channel?.Dispose();
        _process.Dispose();
        _ended.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ConnectAsync(string path, string node)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        _channel = GrpcChannel.ForAddress("http://driver", new GrpcChannelOptions { HttpHandler = handler });
        await Driver.HandshakeAsync(new HandshakeRequest
        {
            Cluster = "test",
            Node = node,
            CoreEpoch = 3,
            ProtocolVersions = { 1 },
        });
        await Driver.ActivateAsync(new ActivateRequest { Generation = 1, Activation = Activation.Active });
        _watching = WatchAsync();
    }

    private async Task WatchAsync()
    {
        using var stream = Driver.WatchState(
            new WatchStateRequest { BeatInterval = TimeSpan.FromSeconds(1).ToDuration() },
            cancellationToken: _ended.Token);
        try
        {
            await foreach (var message in stream.ResponseStream.ReadAllAsync(_ended.Token))
            {
                if (message.Peer is { } peer)
                    Keep(peer);
            }
        }
        catch (RpcException)
        {
            // The driver was killed.
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private void Keep(PeerChange peer)
    {
        lock (_lock)
        {
            _peers[peer.Node] = peer;
            _changes.Add((Wait.Now, peer));
        }
    }
}
