using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Microkernel.Conformance;

/// <summary>Connects as a user who may not give orders. The kernel notes a thread's user when it connects
/// (unix(7)).</summary>
internal static partial class Stranger
{
    /// <summary>The user "nobody" of every distribution, with the group that this process has.</summary>
    private const int Nobody = 65534;

    // Of the system calls setresuid and setfsuid no wrapper is used: the C library's would change every thread.
    private static readonly nint SetResUid = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 117,
        Architecture.Arm64 => 147,
        _ => throw new CheckSkippedException($"not known for {RuntimeInformation.ProcessArchitecture}"),
    };

    /// <summary>Whether a driver answers an HTTP/2 greeting from a stranger.</summary>
    public static Task<bool> GetsAnswerAsync(string socketPath, TimeSpan patience)
    {
        var result = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        // A thread of its own, which ends as the stranger that it became.
        var thread = new Thread(() =>
        {
            try
            {
                result.SetResult(Try(socketPath, patience));
            }
            catch (SocketException)
            {
                result.SetResult(false);
            }
            catch (Exception e) when (e is CheckSkippedException or TypeInitializationException)
            {
                result.SetException(e.InnerException ?? e);
            }
        })
        { IsBackground = true };
        thread.Start();
        return result.Task;
    }

    private static bool Try(string socketPath, TimeSpan patience)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        if (SystemCall(SetResUid, -1, Nobody, -1) != 0)
            throw new CheckSkippedException("this process may not become another user: run it as root");
        socket.Connect(new UnixDomainSocketEndPoint(socketPath));
        socket.ReceiveTimeout = (int)patience.TotalMilliseconds;
        // The connection preface and an empty SETTINGS frame (RFC 9113, 3.4): a server answers with its own settings.
        socket.Send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
        socket.Send([0, 0, 0, 4, 0, 0, 0, 0, 0]);
        return socket.Receive(new byte[9]) > 0;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint first, nint second, nint third);
}
