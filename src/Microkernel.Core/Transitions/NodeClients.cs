using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client;
using Microkernel.Core.Membership;
using Microkernel.Core.Security;
using Microkernel.Node.V1;

namespace Microkernel.Core.Transitions;

/// <summary>Clients of the other nodes' cores; a node's addresses are tried in turn.</summary>
internal sealed class NodeClients(MemberDirectory members, PeerDialer dialer) : IDisposable
{
    private readonly ConcurrentDictionary<string, GrpcChannel> _channels = new();

    /// <summary>The client of a node's core.</summary>
    /// <exception cref="KeyNotFoundException">The node is not a member.</exception>
    public NodeService.NodeServiceClient For(string node) => new(To(node));

    /// <summary>The way to a node's core.</summary>
    /// <exception cref="KeyNotFoundException">The node is not a member.</exception>
    public CallInvoker To(string node) => _channels.GetOrAdd(node, Open).CreateCallInvoker();

    public void Dispose()
    {
        foreach (var channel in _channels.Values) channel.Dispose();
    }

    private GrpcChannel Open(string node)
    {
        members.Get(node);
        // The name stands for all addresses of the node; underscores and the like would not do in a host name.
        return GrpcChannel.ForAddress($"{dialer.Scheme}://node", new GrpcChannelOptions
        {
            DisposeHttpClient = true,
            HttpHandler = new SocketsHttpHandler
            {
                KeepAlivePingDelay = TimeSpan.FromSeconds(1),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(1),
                ConnectCallback = async (_, ct) => await dialer.ConnectAsync(members.Get(node), ct),
            },
        });
    }
}
