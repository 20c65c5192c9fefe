using Microkernel.Scheduling.Rules;
using Microkernel.V1;

namespace Microkernel.Scheduling.Internal;

/// <summary>Turns declared locations into scores of nodes; rules are judged by nodes' declared attributes.</summary>
internal static class LocationReader
{
    public static IEnumerable<LocationConstraint> Read(
        IEnumerable<V1.Object> locations, IReadOnlyList<V1.Object> nodes)
    {
        foreach (var o in locations)
        {
            var spec = o.Location;
            if (spec.Rules.Count == 0)
            {
                if (IsOfAnyRole(spec.Role) && spec.Score != 0)
                {
                    yield return new LocationConstraint(o.Metadata.Name, spec.Resource, spec.Node, spec.Score);
                }

                continue;
            }

            foreach (var (rule, node) in spec.Rules.SelectMany(r => nodes.Select(n => (r, n))))
            {
                if (IsOfAnyRole(rule.Role == Role.Unspecified ? spec.Role : rule.Role)
                    && RuleJudge.Holds(rule.When, node.Metadata.Name, node.Node))
                {
                    yield return new LocationConstraint(
                        $"{o.Metadata.Name}@{node.Metadata.Name}", spec.Resource, node.Metadata.Name,
                        RuleJudge.Worth(rule, node.Node));
                }
            }
        }
    }

    private static bool IsOfAnyRole(Role role) => role is Role.Unspecified or Role.Started;
}
