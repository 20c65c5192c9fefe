using System.Net.Sockets;
using Grpc.Net.Client;

namespace Compat.Tests;

/// <summary>Opens channels over Unix sockets.</summary>
internal static class UnixChannel
{
    /// <summary>Opens a channel; the address that it is given is never looked up.</summary>
    public static GrpcChannel Open(string path)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        return GrpcChannel.ForAddress(
            "http://localhost", new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
    }
}
