using System.Net.Sockets;

namespace Microkernel.Driver;

/// <summary>The file of a driver's socket: there only while the driver answers on it.</summary>
internal static class DriverSocket
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;

    private const UnixFileMode SocketMode = UnixFileMode.UserRead | UnixFileMode.UserWrite
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>
    /// Name beside the final one under which the server binds; nobody takes it for a driver's socket.
    /// </summary>
    public static string TemporaryPath(string path) => path + ".new";

    /// <summary>Makes the folder and clears what a former process of the same instance left.</summary>
    /// <exception cref="IOException">A living process serves under the same name.</exception>
    public static void Prepare(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder, FolderMode);
        File.SetUnixFileMode(folder, FolderMode);
        if (File.Exists(path) && Answers(path))
            throw new IOException($"{path}: another process serves here; choose another --instance or end it");
        File.Delete(TemporaryPath(path));
    }

    /// <summary>Shows the socket to whoever watches the folder, in place of a stale one.</summary>
    public static void Publish(string path)
    {
        File.SetUnixFileMode(TemporaryPath(path), SocketMode);
        File.Move(TemporaryPath(path), path, overwrite: true);
    }

    /// <summary>Takes the socket away.</summary>
    public static void Withdraw(string path)
    {
        File.Delete(path);
        File.Delete(TemporaryPath(path));
    }

    private static bool Answers(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
