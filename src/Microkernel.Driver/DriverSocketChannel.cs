using System.Net.Sockets;
using Grpc.Net.Client;

namespace Microkernel.Driver;

/// <summary>Opens gRPC channels to drivers' Unix sockets, and to none but this user's or root's.</summary>
public static class DriverSocketChannel
{
    private const int ResponseBytesMax = 16 * 1024 * 1024;

    /// <summary>Opens a channel; it dials at the first call, and again when the connection was lost.</summary>
    /// <param name="socketPath">Path of the driver's socket.</param>
    /// <param name="connected">Told who serves there, at each connection.</param>
    public static GrpcChannel Open(string socketPath, Action<PeerCredentials>? connected = null) =>
        GrpcChannel.ForAddress("http://driver", new GrpcChannelOptions
        {
            DisposeHttpClient = true,
            MaxReceiveMessageSize = ResponseBytesMax,
            HttpHandler = new SocketsHttpHandler
            {
                EnableMultipleHttp2Connections = false,
                ConnectCallback = async (_, ct) => await ConnectAsync(socketPath, connected, ct),
            },
        });

    private static async Task<NetworkStream> ConnectAsync(
        string socketPath, Action<PeerCredentials>? connected, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), ct);
            var peer = PeerCredentials.Of(socket);
            if (!peer.IsTrusted)
                throw new UnauthorizedAccessException(
                    $"{socketPath} is served by uid {peer.UserId}: expected {PeerCredentials.OwnUserId} or root");
            connected?.Invoke(peer);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
