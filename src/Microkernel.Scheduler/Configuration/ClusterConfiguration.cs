using Microkernel.Scheduling.Internal;
using Microkernel.V1;

namespace Microkernel.Scheduling;

/// <summary>
/// What operators declared, as the scheduler sees it. Build it once for each change of the configuration and keep it:
/// the first plan prepares tables that later plans reuse.
/// </summary>
public sealed class ClusterConfiguration
{
    private readonly Lazy<ResourceTopology> _topology;

    /// <summary>Creates an empty configuration, to be filled by an initializer.</summary>
    public ClusterConfiguration() => _topology = new Lazy<ResourceTopology>(() => TopologyBuilder.Build(this));

    /// <summary>Gets what a partition without quorum does.</summary>
    public NoQuorumPolicy NoQuorumPolicy { get; init; } = NoQuorumPolicy.Stop;

    /// <summary>Gets whether lost nodes are fenced. Without it nothing of a lost node is recovered.</summary>
    public bool FencingEnabled { get; init; } = true;

    /// <summary>Gets whether everything is watched and nothing touched.</summary>
    public bool Maintenance { get; init; }

    /// <summary>Gets the resources; their order does not matter.</summary>
    public IReadOnlyList<ResourceDefinition> Resources { get; init; } = [];

    /// <summary>Gets the groups; their order does not matter, that of their members does.</summary>
    public IReadOnlyList<GroupDefinition> Groups { get; init; } = [];

    /// <summary>Gets the location constraints; their order does not matter.</summary>
    public IReadOnlyList<LocationConstraint> Locations { get; init; } = [];

    /// <summary>Gets the colocation constraints; their order does not matter.</summary>
    public IReadOnlyList<ColocationConstraint> Colocations { get; init; } = [];

    /// <summary>Gets the order constraints; their order does not matter.</summary>
    public IReadOnlyList<OrderConstraint> Orders { get; init; } = [];

    internal ResourceTopology Topology => _topology.Value;

    /// <summary>Reads the objects of a cluster; kinds that scheduling does not look at are passed over.</summary>
    /// <param name="objects">The declared objects, in any order, valid as a whole.</param>
    public static ClusterConfiguration FromObjects(IEnumerable<V1.Object> objects) => ObjectReader.Read(objects);
}
