using System.Collections.Concurrent;
using System.Net.Sockets;
using Grpc.Net.Client;
using Microkernel.Core.Configuration;
using Microkernel.Node.V1;

namespace Microkernel.Core.Transitions;

/// <summary>Clients of the other nodes' cores; a node's addresses are tried in turn.</summary>
internal sealed class NodeClients(CoreOptions options) : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, GrpcChannel> _channels = new();

    /// <summary>The client of a node's core.</summary>
    /// <exception cref="KeyNotFoundException">The node is not a member.</exception>
    public NodeService.NodeServiceClient For(string node) => new(ChannelTo(node));

    /// <summary>The connection to a node's core.</summary>
    /// <exception cref="KeyNotFoundException">The node is not a member.</exception>
    public GrpcChannel ChannelTo(string node) => _channels.GetOrAdd(node, Open);

    public void Dispose()
    {
        foreach (var channel in _channels.Values) channel.Dispose();
    }

    private GrpcChannel Open(string node)
    {
        var member = options.InitialCluster.FirstOrDefault(candidate => candidate.Name == node)
            ?? throw new KeyNotFoundException($"{node} is not a member of this cluster");
        return GrpcChannel.ForAddress($"http://{node}", new GrpcChannelOptions
        {
            DisposeHttpClient = true,
            HttpHandler = new SocketsHttpHandler
            {
                KeepAlivePingDelay = TimeSpan.FromSeconds(1),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(1),
                ConnectCallback = async (_, ct) => await ConnectAsync(member, ct),
            },
        });
    }

    private static async Task<NetworkStream> ConnectAsync(ClusterMember member, CancellationToken ct)
    {
        Exception? last = null;
        foreach (var address in member.Addresses)
        {
            var colon = address.LastIndexOf(':');
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
                deadline.CancelAfter(ConnectTimeout);
                await socket.ConnectAsync(
                    address[..colon].Trim('[', ']'),
                        ushort.Parse(address[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture),
                    deadline.Token);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                socket.Dispose();
                last = e;
            }
        }
        throw new IOException($"{member.Name} does not answer on {string.Join(", ", member.Addresses)}", last);
    }
}
