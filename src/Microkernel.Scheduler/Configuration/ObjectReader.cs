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
            Locations = [.. LocationReader.Read(
                bySpec[V1.Object.SpecOneofCase.Location], [.. bySpec[V1.Object.SpecOneofCase.Node]])],
            Colocations = [.. bySpec[V1.Object.SpecOneofCase.Colocation].SelectMany(Colocations)],
            Orders = [.. bySpec[V1.Object.SpecOneofCase.Order].SelectMany(Orders)],
        };
    }

    // Only promotable clones have roles, and those are not run yet: what speaks of a promoted one never holds.
    private static IEnumerable<ColocationConstraint> Colocations(V1.Object o)
    {
        var spec = o.Colocation;
        var hasRoles = IsOfPromoted(spec.ResourceRole) || IsOfPromoted(spec.WithRole)
            || spec.Sets.Any(s => IsOfPromoted(s.Role));
        return hasRoles ? [] : ConstraintPairs.Of(spec).Select((pair, i) => new ColocationConstraint(
            NameOf(o, i, spec.Sets.Count), pair.Resource, pair.With, spec.Score));
    }

    private static IEnumerable<OrderConstraint> Orders(V1.Object o)
    {
        var spec = o.Order;
        var ofStarts = IsStart(spec.FirstAction) && IsStart(spec.ThenAction) && spec.Sets.All(s => IsStart(s.Action));
        return !ofStarts || spec.Kind == OrderKind.Serialize ? []
            : ConstraintPairs.Of(spec).Select((pair, i) => new OrderConstraint(
                NameOf(o, i, spec.Sets.Count), pair.First, pair.Then, spec.EffectiveKind() == OrderKind.Mandatory,
                spec.EffectiveSymmetrical()));
    }

    private static bool IsOfPromoted(Role role) => role is Role.Promoted or Role.Unpromoted;

    private static bool IsStart(OrderAction action) => action is OrderAction.Unspecified or OrderAction.Start;

    private static string NameOf(V1.Object o, int index, int sets) =>
        sets == 0 ? o.Metadata.Name : $"{o.Metadata.Name}#{index + 1}";

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
