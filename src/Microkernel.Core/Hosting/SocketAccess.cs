using System.Globalization;
using System.Runtime.InteropServices;
using Microkernel.Core.Configuration;

namespace Microkernel.Core.Hosting;

/// <summary>Says who reaches the administrator's socket: this process's user, root, and one group.</summary>
internal static partial class SocketAccess
{
    /// <summary>Restricts a socket to its owner and a group.</summary>
    /// <param name="socket">Path of the socket.</param>
    /// <param name="group">Name or number of the group; empty for this process's own.</param>
    /// <exception cref="CoreOptionsException">There is no such group, or the socket cannot be given to it.</exception>
    public static void Restrict(string socket, string group)
    {
        if (group.Length > 0 && ChangeOwner(socket, uint.MaxValue, Find(group)) != 0)
            throw new CoreOptionsException(
                $"socket-group = '{group}': {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        File.SetUnixFileMode(
            socket, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
    }

    private static uint Find(string group)
    {
        if (uint.TryParse(group, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        // group(5): name:password:number:members.
        var line = File.ReadLines("/etc/group").Select(entry => entry.Split(':'))
            .FirstOrDefault(fields => fields.Length >= 3 && fields[0] == group);
        return line is not null && uint.TryParse(line[2], NumberStyles.None, CultureInfo.InvariantCulture, out number)
            ? number
            : throw new CoreOptionsException($"socket-group = '{group}': expected a group of /etc/group, or a number");
    }

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint owner, uint group);
}
