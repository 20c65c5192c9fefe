using System.Net;
using Microkernel.Security;
using Microkernel.Store.External;

namespace Microkernel.Core.Configuration;

/// <summary>Settings of one core. <see cref="CoreSettings"/> is where their names, texts and defaults are.</summary>
public sealed class CoreOptions
{
    /// <summary>Name of this node; one of <see cref="InitialCluster"/>.</summary>
    public string Node { get; set; } = "";

    /// <summary>Name of the cluster; nodes of another are refused.</summary>
    public string Cluster { get; set; } = "";

    /// <summary>Directory of the write-ahead log and snapshots; belongs to this node alone.</summary>
    public string DataDirectory { get; set; } = "";

    /// <summary>Directory that drivers put their sockets into.</summary>
    public string DriverDirectory { get; set; } = "";

    /// <summary>Directory of the manifests of drivers that the core itself starts and watches over.</summary>
    public string DriverManifests { get; set; } = "";

    /// <summary>Whether a driver of a higher version takes over by itself.</summary>
    public bool SwapsDriversByItself { get; set; }

    /// <summary>Where peers and clients reach the core.</summary>
    public IPEndPoint Listen { get; set; } = new(IPAddress.Any, 7400);

    /// <summary>Unix socket of the API for the host's own administrator.</summary>
    public string Socket { get; set; } = "";

    /// <summary>Where Prometheus scrapes.</summary>
    public IPEndPoint MetricsListen { get; set; } = new(IPAddress.Loopback, 7480);

    /// <summary>The founding members, the same on each of them.</summary>
    public IReadOnlyList<ClusterMember> InitialCluster { get; set; } = [];

    /// <summary>The external etcd that keeps the cluster's state; null for the embedded store.</summary>
    public EtcdStoreOptions? ExternalStore { get; set; }

    /// <summary>This node joined a cluster that ran already; its own log starts empty.</summary>
    public bool JoinsExisting { get; set; }

    /// <summary>Everything off this machine goes unencrypted, and whoever reaches the port may do everything.</summary>
    public bool Insecure { get; set; }

    /// <summary>Directory of keys and certificates.</summary>
    public PkiDirectory Pki { get; set; } = new(PkiDirectory.Default);

    /// <summary>The node's certificate of the operator's own PKI; empty for the one in <see cref="Pki"/>.</summary>
    public string TlsCertificate { get; set; } = "";

    /// <summary>The key of <see cref="TlsCertificate"/>; empty for the one in <see cref="Pki"/>.</summary>
    public string TlsKey { get; set; } = "";

    /// <summary>The authorities of the operator's own PKI; empty for those in <see cref="Pki"/>.</summary>
    public string TlsAuthorities { get; set; } = "";

    /// <summary>Group whose members administer through <see cref="Socket"/>, by name or number; empty for none.</summary>
    public string SocketGroup { get; set; } = "";

    /// <summary>Where the TLS identity is.</summary>
    public TlsFiles TlsFiles => new(
        TlsCertificate.Length > 0 ? TlsCertificate : Pki.Node,
        TlsKey.Length > 0 ? TlsKey : Pki.Node,
        TlsAuthorities.Length > 0 ? TlsAuthorities : Pki.Authorities);

    /// <summary>Time between two messages of an idle Raft leader. Range 10 ms to 10 s.</summary>
    public TimeSpan RaftHeartbeat { get; set; }

    /// <summary>Silence of the leader after which a follower stands for election. At least five heartbeats.</summary>
    public TimeSpan RaftElection { get; set; }

    /// <summary>Watchdog that resets this node when it must not go on, as /dev/watchdog; empty: none.</summary>
    public string Watchdog { get; set; } = "";

    /// <summary>The watchdog resets the node this long after it was last fed. Range 5 s to 5 min.</summary>
    public TimeSpan WatchdogTimeout { get; set; }

    /// <summary>Least severity that is logged.</summary>
    public LogLevel LogLevel { get; set; }

    /// <summary>This node's own entry of <see cref="InitialCluster"/>.</summary>
    public ClusterMember Self => InitialCluster.Single(member => member.Name == Node);
}
