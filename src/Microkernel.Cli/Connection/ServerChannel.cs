using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Grpc.Net.Client;
using Microkernel.Security;

namespace Microkernel.Cli.Connection;

/// <summary>Opens channels to one core.</summary>
internal static class ServerChannel
{
    /// <summary>Largest answer that is taken: 20000 objects with room to spare.</summary>
    private const int AnswerBytesMax = 256 * 1024 * 1024;

    /// <summary>Creates a channel; nothing is sent before the first call.</summary>
    /// <param name="address">The core.</param>
    /// <param name="connectTimeout">After this the core counts as unreachable.</param>
    /// <param name="tls">What secures connections to other hosts; null for nothing.</param>
    public static GrpcChannel Create(ServerAddress address, TimeSpan connectTimeout, TlsEnds? tls)
    {
        var secure = address.EndPoint is UnixDomainSocketEndPoint ? null : tls;
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = connectTimeout,
            ConnectCallback = (_, cancellation) => ConnectAsync(address, connectTimeout, secure, cancellation),
        };
        return GrpcChannel.ForAddress(secure is null ? "http://microkernel" : "https://microkernel", new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = AnswerBytesMax,
            MaxSendMessageSize = AnswerBytesMax,
        });
    }

    private static async ValueTask<Stream> ConnectAsync(
        ServerAddress address, TimeSpan timeout, TlsEnds? tls, CancellationToken cancellation)
    {
        var isUnix = address.EndPoint is UnixDomainSocketEndPoint;
        var socket = isUnix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(timeout);
        try
        {
            await socket.ConnectAsync(address.EndPoint, deadline.Token);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return tls is null ? stream : await tls.DialAsync(stream, HostOf(address), deadline.Token);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or AuthenticationException or IOException)
        {
            socket.Dispose();
            throw new ConnectException(address, Reason(address, e, timeout), e);
        }
    }

    private static string HostOf(ServerAddress address) => address.EndPoint switch
    {
        DnsEndPoint dns => dns.Host,
        IPEndPoint ip => ip.Address.ToString(),
        _ => string.Empty,
    };

    private static string Reason(ServerAddress address, Exception e, TimeSpan timeout)
    {
        if (e is AuthenticationException or IOException)
        {
            return $"TLS failed: {e.Message} (is it of the cluster that --ca vouches for? See the log of microkerneld there)";
        }

        if (e is not SocketException)
        {
            return $"no answer within {timeout.TotalSeconds:0.#} s";
        }

        // The runtime's text for a missing socket speaks of addresses.
        return address.EndPoint is UnixDomainSocketEndPoint unix && !File.Exists(unix.ToString())
            ? "no such socket"
            : e.Message;
    }
}
