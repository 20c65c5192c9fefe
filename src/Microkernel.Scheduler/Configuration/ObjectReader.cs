using Microkernel.Model;
using Microkernel.V1;

namespace Microkernel.Scheduling.Internal;

/// <summary>Turns the declared objects into a configuration.</summary>
internal static class ObjectReader
{
    public static ClusterConfiguration Read(IEnumerable<V1.Object> objects)
    {
        var bySpec = objects.ToLookup(o => o.SpecCase);
        var cluster = EffectiveCluster.Of(bySpec[V1.Object.SpecOneofCase.Cluster].FirstOrDefault()?.Cluster);
        var groups = bySpec[V1.Object.SpecOneofCase.Group].ToList();
        var groupOf = new Dictionary<string, V1.Object>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            foreach (var member in group.Group.Members)
            {
                groupOf.TryAdd(member, group);
            }
        }

        return new ClusterConfiguration
        {
            NoQuorumPolicy = cluster.NoQuorumPolicy,
            FencingEnabled = cluster.FencingEnabled,
            Maintenance = cluster.Maintenance,
            Resources = [.. bySpec[V1.Object.SpecOneofCase.Resource]
                .Select(o => Resource(o, groupOf.GetValueOrDefault(o.Metadata.Name), cluster))],
            Groups = [.. groups.Select(o =>
                new GroupDefinition(o.Metadata.Name, [.. o.Group.Members], o.Group.Priority))],
            Locations = [.. bySpec[V1.Object.SpecOneofCase.Location].Select(o =>
                new LocationConstraint(o.Metadata.Name, o.Location.Resource, o.Location.Node, o.Location.Score))],
            Colocations = [.. bySpec[V1.Object.SpecOneofCase.Colocation].Select(o => new ColocationConstraint(
                o.Metadata.Name, o.Colocation.Resource, o.Colocation.With, o.Colocation.Score))],
            Orders = [.. bySpec[V1.Object.SpecOneofCase.Order].Select(o => new OrderConstraint(
                o.Metadata.Name, o.Order.First, o.Order.Then,
                o.Order.EffectiveKind() == OrderKind.Mandatory, o.Order.EffectiveSymmetrical()))],
        };
    }

    private static ResourceDefinition Resource(V1.Object declared, V1.Object? group, EffectiveCluster cluster)
    {
        var spec = declared.Resource;
        var effective = EffectiveResource.Of(spec, group?.Group, cluster);
        return new ResourceDefinition
        {
            Name = declared.Metadata.Name,
            Digest = DefinitionDigest.Of(spec),
            StoppedBecause = spec.TargetRole == TargetRole.Stopped ? "its target role is Stopped"
                : effective.TargetRole == TargetRole.Stopped
                    ? $"the target role of group {group!.Metadata.Name} is Stopped" : null,
            Managed = effective.Managed,
            Stickiness = effective.Stickiness,
            Priority = effective.Priority,
            MigrationThreshold = effective.MigrationThreshold,
            FailureTimeout = effective.FailureTimeout,
            OnStartFailure = EffectiveOperation.Of(spec, Operation.Start, cluster).OnFail,
            OnMonitorFailure = EffectiveOperation.Of(spec, Operation.Monitor, cluster).OnFail,
            OnStopFailure = EffectiveOperation.Of(spec, Operation.Stop, cluster).OnFail,
        };
    }
}
