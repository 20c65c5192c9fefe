using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Compat.Tests.Peer;
using Compat.Tests.Protos;
using Grpc.Net.Client;

[assembly: AssemblyFixture(typeof(PeerServer))]

namespace Compat.Tests.Peer;

/// <summary>The peer as a server, on a TCP port and a Unix socket; one for all tests.</summary>
public sealed class PeerServer : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("compat-");
    private PeerProcess? _process;

    /// <summary>Gets the address for <see cref="GrpcChannel" />.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Gets the path of the Unix socket.</summary>
    public string Socket => Path.Combine(_directory.FullName, "peer.sock");

    /// <summary>Gets the path of the messages' descriptors.</summary>
    public string Descriptors => Path.Combine(_directory.FullName, "descriptors.binpb");

    public async ValueTask InitializeAsync()
    {
        PeerDescriptors.Write(Descriptors);
        _process = PeerProcess.Start(
            Descriptors, "serve", "--listen", "127.0.0.1:0", "--listen", $"unix:{Socket}");
        var ready = JsonDocument.Parse(await _process.ReadLineAsync(CancellationToken.None));
        var port = ready.RootElement.GetProperty("ports")[0].GetInt32();
        Address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
    }

    /// <summary>Opens a channel over TCP.</summary>
    public GrpcChannel OpenChannel(Action<GrpcChannelOptions>? configure = null)
    {
        var options = new GrpcChannelOptions();
        configure?.Invoke(options);
        return GrpcChannel.ForAddress(Address, options);
    }

    /// <summary>Opens a channel over the Unix socket.</summary>
    public GrpcChannel OpenUnixChannel() => UnixChannel.Open(Socket);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _directory.Delete(recursive: true);
    }
}
