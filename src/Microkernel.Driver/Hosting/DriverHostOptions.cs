using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Microkernel.Driver;

/// <summary>Where a driver serves.</summary>
public sealed partial class DriverHostOptions
{
    /// <summary>Longest path of a Unix socket on Linux (unix(7): sun_path, without its NUL).</summary>
    public const int SocketPathBytesMax = 107;

    /// <summary>Folder that the core watches; the socket is put into DIR/NAME/INSTANCE.sock.</summary>
    public string DriverDirectory { get; init; } = "/run/microkernel/drivers";

    /// <summary>Name of the instance: 1 to 64 letters, digits, dots, dashes, underscores; random by default.</summary>
    public string Instance { get; init; } = Guid.NewGuid().ToString("N")[..12];

    /// <summary>How long operations under way may take to end at SIGTERM; 0 to 1 h, default 60 s.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Least severity that is logged; information by default.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Path of the socket of a driver of this name.</summary>
    public string SocketPath(string name) => Path.Combine(DriverDirectory, name, Instance + ".sock");

    /// <summary>Finds what is wrong with the settings for a driver of this name; null when nothing is.</summary>
    public string? Problem(string name)
    {
        if (!Path.IsPathRooted(DriverDirectory))
            return $"--driver-dir: got \"{DriverDirectory}\", expected an absolute path";
        if (!InstanceName().IsMatch(Instance))
            return $"--instance: got \"{Instance}\", expected 1 to 64 letters, digits, dots, dashes or underscores";
        if (DrainTimeout < TimeSpan.Zero || DrainTimeout > TimeSpan.FromHours(1))
            return $"--drain-timeout: got {DrainTimeout.TotalSeconds} s, expected 0 to 3600 s";
        // Serving begins under a temporary name that is a little longer.
        var longest = Encoding.UTF8.GetByteCount(DriverSocket.TemporaryPath(SocketPath(name)));
        if (longest > SocketPathBytesMax)
            return $"--driver-dir: a socket in \"{DriverDirectory}\" would have a path of {longest} bytes, "
                + $"expected at most {SocketPathBytesMax}";
        return null;
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex InstanceName();
}
