using Store.Bench.Clusters;

namespace Store.Bench.Measurements;

/// <summary>One of the two that are compared.</summary>
/// <param name="Place">Its place in each cell of the report.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Create">Creates a cluster, not yet started.</param>
internal sealed record Subject(int Place, string Name, Func<ClusterPlan, ServerCluster> Create)
{
    /// <summary>Gets the embedded store and its peer.</summary>
    public static IReadOnlyList<Subject> Both { get; } =
    [
        new(0, "Microkernel", plan => new MicrokernelCluster(plan)),
        new(1, "etcd", plan => new EtcdCluster(plan)),
    ];

    /// <summary>Finds one by its name.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static Subject Find(string name) =>
        Both.FirstOrDefault(subject => subject.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new FormatException($"{name}: expected {string.Join(" or ", Both.Select(subject => subject.Name))}");
}
