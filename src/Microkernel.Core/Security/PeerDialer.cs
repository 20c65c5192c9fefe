using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using Microkernel.Core.Configuration;
using Microkernel.Security;

namespace Microkernel.Core.Security;

/// <summary>Makes connections to other cores: over TLS, unless the cluster is insecure.</summary>
/// <param name="tls">How connections are made secure; null for not at all.</param>
internal sealed class PeerDialer(TlsEnds? tls)
{
    /// <summary>How long one address may take, before the next is tried.</summary>
    private static readonly TimeSpan AddressTimeout = TimeSpan.FromMilliseconds(500);

    /// <summary>Gets the scheme of addresses.</summary>
    public string Scheme => tls is null ? Uri.UriSchemeHttp : Uri.UriSchemeHttps;

    /// <summary>Makes a handler connect so.</summary>
    public void Configure(SocketsHttpHandler handler) => handler.ConnectCallback =
        async (context, ct) => await ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, ct);

    /// <summary>Connects to the first address of a member that answers.</summary>
    /// <exception cref="IOException">None does.</exception>
    public async Task<Stream> ConnectAsync(ClusterMember member, CancellationToken ct)
    {
        Exception? last = null;
        foreach (var address in member.Addresses)
        {
            try
            {
                using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
                deadline.CancelAfter(AddressTimeout);
                var (host, port) = Split(address);
                return await ConnectAsync(host, port, deadline.Token);
            }
            catch (Exception e) when (e is SocketException or IOException or AuthenticationException ||
                (e is OperationCanceledException && !ct.IsCancellationRequested))
            {
                last = e;
            }
        }
        throw new IOException($"{member.Name} does not answer on {string.Join(", ", member.Addresses)}", last);
    }

    /// <summary>Splits <c>host:port</c>.</summary>
    public static (string Host, int Port) Split(string address)
    {
        var colon = address.LastIndexOf(':');
        return (address[..colon].Trim('[', ']'), ushort.Parse(address[(colon + 1)..], CultureInfo.InvariantCulture));
    }

    private async Task<Stream> ConnectAsync(string host, int port, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, ct);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        var stream = new NetworkStream(socket, ownsSocket: true);
        return tls is null ? stream : await tls.DialAsync(stream, host, ct);
    }
}
