namespace Microkernel.Import;

/// <summary>Formats of configuration files.</summary>
public enum ImportFormat
{
    /// <summary>None that is known.</summary>
    Unknown = 0,

    /// <summary>cluster.conf of the Red Hat Cluster Suite: cman, fenced and rgmanager (cluster.conf(5)).</summary>
    ClusterConf = 1,
}
