using System.Globalization;
using System.Net;
using Microkernel.Security;
using Microkernel.Store.External;

namespace Microkernel.Core.Configuration;

/// <summary>One setting of the core: in the file by its name, as flag <c>--name</c>, and as MICROKERNEL_NAME.</summary>
/// <param name="Name">Words with dashes.</param>
/// <param name="Description">For <c>--help</c>.</param>
/// <param name="Default">What holds when nobody says otherwise; null where it must be said.</param>
/// <param name="Set">Reads a value; throws <see cref="FormatException"/> saying what was expected.</param>
public sealed record CoreSetting(string Name, string Description, string? Default, Action<CoreOptions, string> Set)
{
    /// <summary>Name of the environment variable.</summary>
    public string EnvironmentVariable => "MICROKERNEL_" + Name.Replace('-', '_').ToUpperInvariant();
}

/// <summary>Every setting of the core: the one place that file, flags, environment and help come from.</summary>
public static class CoreSettings
{
    /// <summary>The settings, in the order of the help.</summary>
    public static IReadOnlyList<CoreSetting> All { get; } =
    [
        new("node", "Name of this node, one of initial-cluster.", null, (o, v) => o.Node = NotEmpty(v)),
        new("cluster", "Name of the cluster; nodes of another one are refused.", null, (o, v) => o.Cluster =
            NotEmpty(v)),
        new("initial-cluster",
            "Founding members, separated by blanks, the same on each: name=ID@host:port[,host:port][!witness].", null,
            (o, v) => o.InitialCluster = [.. Words(v).Select(ClusterMember.Parse)]),
        new("data-dir", "Directory of the log and snapshots; belongs to this node alone.", "/var/lib/microkernel",
            (o, v) => o.DataDirectory = AbsolutePath(v)),
        new("driver-dir", "Directory that drivers put their sockets into.", "/run/microkernel/drivers",
            (o, v) => o.DriverDirectory = AbsolutePath(v)),
        new("driver-manifests",
            "Directory with a file NAME.yaml for each driver that the core itself starts and watches over.",
            "/etc/microkernel/drivers.d", (o, v) => o.DriverManifests = AbsolutePath(v)),
        new("driver-swap", "Whether a driver of a higher version takes over by itself: automatic or manual.",
            "automatic",
            (o, v) => o.SwapsDriversByItself = v switch
            {
                "automatic" => true,
                "manual" => false,
                _ => throw new FormatException("expected automatic or manual"),
            }),
        new("listen", "Address and port for peers and clients.", "0.0.0.0:7400", (o, v) => o.Listen = EndPoint(v)),
        new("socket", "Unix socket for this host's administrator.", "/run/microkernel/core.sock",
            (o, v) => o.Socket = AbsolutePath(v)),
        new("metrics-listen", "Address and port that Prometheus scrapes.", "127.0.0.1:7480",
            (o, v) => o.MetricsListen = EndPoint(v)),
        new("store", "embedded, or an external etcd for this cluster alone: etcd://host:port,host:port...", "embedded",
            (o, v) => o.ExternalStore = ExternalStore(v)),
        new("socket-group", "Group that administers through the socket, besides root.", "",
            (o, v) => o.SocketGroup = v),
        new("join-existing", "true on a node that joined a running cluster: its log starts empty.", "false",
            (o, v) => o.JoinsExisting = Flag(v)),
        new("pki-dir", "Directory of keys and certificates.", PkiDirectory.Default,
            (o, v) => o.Pki = new PkiDirectory(AbsolutePath(v))),
        new("tls-cert", "Certificate of your own PKI, in PEM; empty for node.pem of pki-dir.", "",
            (o, v) => o.TlsCertificate = AbsolutePathOrNone(v)),
        new("tls-key", "Key of tls-cert, in PEM; empty for node.pem of pki-dir.", "",
            (o, v) => o.TlsKey = AbsolutePathOrNone(v)),
        new("tls-ca", "Authorities of your own PKI, in PEM; empty for ca.crt of pki-dir.", "",
            (o, v) => o.TlsAuthorities = AbsolutePathOrNone(v)),
        new("insecure", "true: no TLS, and whoever reaches 'listen' may do everything. For laboratories.", "false",
            (o, v) => o.Insecure = Flag(v)),
        new("raft-heartbeat", "Time between two messages of an idle leader, 10ms to 10s.", "50ms",
            (o, v) => o.RaftHeartbeat = Duration(v, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(10))),
        new("raft-election", "Silence of the leader after which a follower stands for election.", "400ms",
            (o, v) => o.RaftElection = Duration(v, TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(1))),
        new("watchdog", "Watchdog that resets this node when it must not go on, as /dev/watchdog; none by default.", "",
            (o, v) => o.Watchdog = v.Length == 0 ? v : AbsolutePath(v)),
        new("watchdog-timeout", "The watchdog resets the node this long after it was last fed, 5s to 5m.", "10s",
            (o, v) => o.WatchdogTimeout = Duration(v, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5))),
        new("log-level", "Least severity that is logged: trace, debug, information, warning, error.", "information",
            (o, v) => o.LogLevel = Enum.TryParse<LogLevel>(v, ignoreCase: true, out var level)
                ? level
                : throw new FormatException("expected trace, debug, information, warning or error")),
    ];

    /// <summary>Finds a setting by name; null when there is none.</summary>
    public static CoreSetting? Find(string name) => All.FirstOrDefault(setting => setting.Name == name);

    private static string[] Words(string value) =>
        value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static EtcdStoreOptions? ExternalStore(string value) =>
        value == "embedded" ? null : EtcdStoreOptions.Parse(value);

    private static string NotEmpty(string value) =>
        value.Length > 0 ? value : throw new FormatException("expected a name");

    private static string AbsolutePath(string value) =>
        Path.IsPathRooted(value) ? value : throw new FormatException("expected an absolute path");

    private static string AbsolutePathOrNone(string value) => value.Length == 0 ? "" : AbsolutePath(value);

    private static bool Flag(string value) => value switch
    {
        "true" => true,
        "false" => false,
        _ => throw new FormatException("expected true or false"),
    };

    private static IPEndPoint EndPoint(string value) =>
        IPEndPoint.TryParse(value, out var endPoint) && endPoint.Port > 0
            ? endPoint
            : throw new FormatException("expected address:port, as 0.0.0.0:7400 or [::]:7400");

    private static TimeSpan Duration(string value, TimeSpan min, TimeSpan max)
    {
        var digits = value.TrimEnd('m', 's');
        var factor = value[digits.Length..] switch { "ms" => 1.0, "s" => 1000.0, "m" => 60_000.0, _ => 0.0 };
        if (factor == 0 ||
            !double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            throw new FormatException("expected a number and a unit, as 50ms or 2s");
        var duration = TimeSpan.FromMilliseconds(number * factor);
        return duration >= min && duration <= max
            ? duration
            : throw new FormatException($"expected {min.TotalMilliseconds} ms to {max.TotalMilliseconds} ms");
    }
}
