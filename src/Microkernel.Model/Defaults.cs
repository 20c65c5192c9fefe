using Microkernel.V1;

namespace Microkernel.Model;

/// <summary>The defaults that the comments of the protos promise; the one place in code that has them.</summary>
public static class Defaults
{
    /// <summary>Name of the one Cluster object.</summary>
    public const string ClusterName = "cluster";

    /// <summary>How much a resource likes to stay.</summary>
    public const int Stickiness = 100;

    /// <summary>UDP port of a ring.</summary>
    public const int RingPort = 5405;

    /// <summary>Time between two heartbeats.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Silence after which a node is lost.</summary>
    public static readonly TimeSpan HeartbeatTimeout = TimeSpan.FromMilliseconds(450);

    /// <summary>Wait of a fresh cluster before it fences nodes that it has not met.</summary>
    public static readonly TimeSpan PostJoinDelay = TimeSpan.FromSeconds(10);

    /// <summary>Wait for a core that does not answer while its heartbeats do.</summary>
    public static readonly TimeSpan CoreTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Time without quorum after which a node stops what it runs.</summary>
    public static readonly TimeSpan QuorumLossTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Timeout of an operation.</summary>
    public static readonly TimeSpan OperationTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Time between two monitors of a resource.</summary>
    public static readonly TimeSpan MonitorInterval = TimeSpan.FromSeconds(10);

    /// <summary>How long one shot of a fence device may take.</summary>
    public static readonly TimeSpan FenceTimeout = TimeSpan.FromSeconds(60);

    /// <summary>How often a shot that is not verified is tried.</summary>
    public const int FenceAttempts = 2;

    /// <summary>Time between two checks of a fence device.</summary>
    public static readonly TimeSpan FenceMonitorInterval = TimeSpan.FromSeconds(60);
}
