using System.Net;
using System.Net.Sockets;

namespace Microkernel.EndToEnd.Site;

/// <summary>Connects a caller outside of the lab with an address inside, named in the caller's first line.</summary>
/// <remarks>
/// A Unix socket is bound to no network namespace, so this needs no interface and no route on the machine outside.
/// </remarks>
public static class Relay
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Connects to <paramref name="address"/> and passes bytes both ways until either side ends.</summary>
    public static async Task ConnectAsync(string address, Stream caller, CancellationToken cancellationToken)
    {
        using var target = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using (var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            deadline.CancelAfter(ConnectTimeout);
            await target.ConnectAsync(IPEndPoint.Parse(address), deadline.Token);
        }

        target.NoDelay = true;
        await using var stream = new NetworkStream(target);
        await SpliceAsync(caller, stream, cancellationToken);
    }

    /// <summary>Passes bytes both ways until either side ends.</summary>
    public static Task SpliceAsync(Stream one, Stream other, CancellationToken cancellationToken) => Task.WhenAny(
        one.CopyToAsync(other, cancellationToken),
        other.CopyToAsync(one, cancellationToken));
}
