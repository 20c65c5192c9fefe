using System.Net.Sockets;
using System.Runtime.InteropServices;
using Grpc.Net.Client;

namespace Microkernel.Core.Drivers;

/// <summary>Opens gRPC channels to drivers' Unix sockets, and to none but this user's or root's.</summary>
internal static partial class DriverSocketChannel
{
    // <asm-generic/socket.h>; unix(7) describes SO_PEERCRED: struct ucred { pid_t pid; uid_t uid; gid_t gid; }.
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;

    public static GrpcChannel Open(string socketPath) => GrpcChannel.ForAddress("http://driver", new GrpcChannelOptions
    {
        DisposeHttpClient = true,
        MaxReceiveMessageSize = 16 * 1024 * 1024,
        HttpHandler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = false,
            ConnectCallback = async (_, ct) => await ConnectAsync(socketPath, ct),
        },
    });

    private static async Task<NetworkStream> ConnectAsync(string socketPath, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), ct);
            CheckPeer(socket, socketPath);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void CheckPeer(Socket socket, string socketPath)
    {
        Span<byte> credentials = stackalloc byte[12];
        socket.GetRawSocketOption(SolSocket, SoPeerCred, credentials);
        var uid = MemoryMarshal.Read<uint>(credentials[4..]);
        if (uid != 0 && uid != GetEffectiveUserId())
            throw new UnauthorizedAccessException(
                $"{socketPath} is served by uid {uid}: expected {GetEffectiveUserId()} or root");
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();
}
