using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Microkernel.Driver;

/// <summary>Who is at the other end of a Unix socket (unix(7), SO_PEERCRED).</summary>
/// <param name="ProcessId">Process that connected.</param>
/// <param name="UserId">Its effective user.</param>
public readonly partial record struct PeerCredentials(int ProcessId, uint UserId)
{
    private const int SolSocket = 1;
    private const int SoPeerCredentials = 17;

    /// <summary>Whether the peer may give orders: root, or the user that this process runs as.</summary>
    public bool IsTrusted => UserId == 0 || UserId == GetEffectiveUserId();

    /// <summary>User that this process runs as.</summary>
    public static uint OwnUserId => GetEffectiveUserId();

    /// <summary>Asks the kernel.</summary>
    /// <exception cref="SocketException">The socket is not connected, or is no Unix socket.</exception>
    public static PeerCredentials Of(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        // struct ucred { pid_t pid; uid_t uid; gid_t gid; } in the machine's byte order.
        Span<byte> credentials = stackalloc byte[12];
        socket.GetRawSocketOption(SolSocket, SoPeerCredentials, credentials);
        return new PeerCredentials(
            MemoryMarshal.Read<int>(credentials), MemoryMarshal.Read<uint>(credentials[4..]));
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();
}
