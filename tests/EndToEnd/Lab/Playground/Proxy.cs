using System.Net;
using System.Net.Sockets;
using System.Text;
using Microkernel.EndToEnd.Site;

namespace Microkernel.EndToEnd.Playground;

/// <summary>Makes addresses inside a lab reachable on this machine's loopback, by way of the lab's relay.</summary>
/// <param name="relaySocket">The relay's socket.</param>
public sealed class Proxy(string relaySocket)
{
    /// <summary>Passes connections to a port of 127.0.0.1 on to an address inside, until cancelled.</summary>
    public async Task ServeAsync(int port, IPEndPoint target, CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        while (true)
        {
            var client = await listener.AcceptSocketAsync(cancellationToken);
            _ = PassAsync(client, target, cancellationToken);
        }
    }

    private async Task PassAsync(Socket client, IPEndPoint target, CancellationToken cancellationToken)
    {
        try
        {
            client.NoDelay = true;
            await using var outside = new NetworkStream(client, ownsSocket: true);
            using var relay = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await relay.ConnectAsync(new UnixDomainSocketEndPoint(relaySocket), cancellationToken);
            await using var inside = new NetworkStream(relay);
            await inside.WriteAsync(Encoding.UTF8.GetBytes($"{target}\n"), cancellationToken);
            await Relay.SpliceAsync(outside, inside, cancellationToken);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // One side hung up; the host may be off.
        }
    }
}
