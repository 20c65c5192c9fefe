using Store.Bench.Clusters;

namespace Store.Bench.Measurements;

/// <summary>One of the two that are compared.</summary>
/// <param name="Name">Its column in the report.</param>
/// <param name="Create">Creates a cluster, not yet started.</param>
internal sealed record Subject(string Name, Func<ClusterPlan, ServerCluster> Create)
{
    /// <summary>Gets the embedded store and its peer.</summary>
    public static IReadOnlyList<Subject> Both { get; } =
    [
        new("Microkernel", plan => new MicrokernelCluster(plan)),
        new("etcd", plan => new EtcdCluster(plan)),
    ];
}
