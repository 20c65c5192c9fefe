using System.Net;
using System.Net.Sockets;
using Microkernel.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Microkernel.Core.Security;

/// <summary>Opens the API's listeners and finds out, once for each connection, who is at the other end.</summary>
/// <param name="tls">How connections from elsewhere are met; null where the cluster is insecure.</param>
/// <param name="connections">Where they are kept.</param>
/// <param name="metrics">Counts those refused.</param>
internal sealed class ApiListener(TlsEnds? tls, IncomingConnections connections, Func<SecurityMetrics> metrics)
{
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Listens for peers and clients.</summary>
    public void ListenNetwork(KestrelServerOptions kestrel, IPEndPoint at) => kestrel.Listen(at, endPoint =>
    {
        endPoint.Protocols = HttpProtocols.Http2;
        if (tls is not null)
            endPoint.UseHttps(new TlsHandshakeCallbackOptions
            {
                HandshakeTimeout = HandshakeTimeout,
                OnConnection = _ => ValueTask.FromResult(tls.Incoming()),
            });
        endPoint.Use(next => connection => RunAsync(connection, Remote(connection), next));
    });

    /// <summary>Listens for this machine's administrators.</summary>
    public void ListenLocal(KestrelServerOptions kestrel, string path) => kestrel.ListenUnixSocket(path, endPoint =>
    {
        endPoint.Protocols = HttpProtocols.Http2;
        endPoint.Use(next => connection => RunAsync(connection, (Local(connection), null), next));
    });

    private async Task RunAsync(
        ConnectionContext connection, (Caller Caller, DateTimeOffset? NotAfter) peer, ConnectionDelegate next)
    {
        if (connections.TryAdd(peer.Caller, peer.NotAfter, connection) is { } reason)
        {
            metrics().ConnectionRefused(reason);
            connection.Abort(new ConnectionAbortedException("too many connections"));
            return;
        }
        connection.Features.Set(peer.Caller);
        try
        {
            await next(connection);
        }
        finally
        {
            connections.Remove(connection);
        }
    }

    private (Caller Caller, DateTimeOffset? NotAfter) Remote(ConnectionContext connection)
    {
        var origin = (connection.RemoteEndPoint as IPEndPoint)?.Address is { } address
            ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString()
            : "unknown";
        // Where there is no TLS, whoever reaches the port is trusted: that is what the setting says.
        if (tls is null) return (new Caller(Role.Admin | Role.Node, "insecure", "", origin), null);
        var certificate = connection.Features.Get<Microsoft.AspNetCore.Http.Features.ITlsConnectionFeature>()?.ClientCertificate;
        return certificate is null || PeerIdentity.Of(certificate) is not { } identity
            ? (Caller.Stranger(origin), null)
            : (new Caller(identity.Role, identity.Name, identity.Serial, origin), identity.NotAfter);
    }

    private static Caller Local(ConnectionContext connection) =>
        connection.Features.Get<IConnectionSocketFeature>()?.Socket is { AddressFamily: AddressFamily.Unix } socket
            ? LocalUser.Of(socket)
            : Caller.Stranger("local");
}
