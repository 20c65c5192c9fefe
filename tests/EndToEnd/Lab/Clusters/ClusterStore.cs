namespace Microkernel.EndToEnd.Clusters;

/// <summary>Where the cores of a cluster keep its state.</summary>
public enum ClusterStore
{
    /// <summary>In the store that is part of them.</summary>
    Embedded,

    /// <summary>In an etcd on the same hosts.</summary>
    Etcd,
}
