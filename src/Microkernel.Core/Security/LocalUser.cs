using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microkernel.Security;

namespace Microkernel.Core.Security;

/// <summary>Who is at the other end of the administrator's Unix socket (unix(7), SO_PEERCRED).</summary>
internal static class LocalUser
{
    private const int SolSocket = 1;
    private const int SoPeerCredentials = 17;

    /// <summary>
    /// Returns the caller. The file's mode has let in root, this process's user and the members of its group alone: all of
    /// them administer.
    /// </summary>
    public static Caller Of(Socket socket)
    {
        // struct ucred { pid_t pid; uid_t uid; gid_t gid; } in the machine's byte order.
        Span<byte> credentials = stackalloc byte[12];
        socket.GetRawSocketOption(SolSocket, SoPeerCredentials, credentials);
        return new Caller(Role.Admin, $"uid:{MemoryMarshal.Read<uint>(credentials[4..])}", "", "local");
    }
}
