namespace Microkernel.Import;

/// <summary>Formats of configuration files.</summary>
public enum ImportFormat
{
    /// <summary>None that is known.</summary>
    Unknown = 0,

    /// <summary>cluster.conf of the Red Hat Cluster Suite: cman, fenced and rgmanager (cluster.conf(5)).</summary>
    ClusterConf = 1,

    /// <summary>corosync.conf(5), and openais.conf(5) before it.</summary>
    CorosyncConf = 2,
}
