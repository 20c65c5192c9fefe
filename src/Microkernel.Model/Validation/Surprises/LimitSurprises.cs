using Microkernel.V1;
using static Microkernel.V1.Object;

namespace Microkernel.Model.Validation.Surprises;

/// <summary>What can be declared and simulated, and what a running cluster does not do yet.</summary>
internal static class LimitSurprises
{
    public static IEnumerable<string> Find(ObjectSet set)
    {
        foreach (var o in set.All)
        {
            foreach (var what in Unsupported(o))
            {
                yield return $"{o.Title()}: {what}";
            }
        }
    }

    private static IEnumerable<string> Unsupported(V1.Object o)
    {
        if ((o.Resource?.Clone_ ?? o.Group?.Clone_) is not null)
        {
            yield return "a running cluster does not clone yet: it runs one instance";
        }

        if (o.Resource is { } resource)
        {
            if (resource.Utilization.Count > 0)
            {
                yield return "a running cluster does not look at utilization yet";
            }

            if (resource.AllowMigrate)
            {
                yield return "a running cluster does not migrate alive yet: it stops and starts";
            }

            if (resource.Operations.Any(p => p.OnFail == OnFail.Demote))
            {
                yield return "a running cluster does not demote yet: on-fail Demote restarts";
            }
        }

        if (o.Colocation is { } colocation && (IsOfPromoted(colocation.ResourceRole)
            || IsOfPromoted(colocation.WithRole) || colocation.Sets.Any(s => IsOfPromoted(s.Role))))
        {
            yield return "a running cluster has no roles yet: the colocation is passed over";
        }

        if (o.Colocation?.NodeAttribute is { Length: > 0 })
        {
            yield return "a running cluster reads it as the same node, not as the same value of the attribute";
        }

        if (o.Order is { } order && (order.Kind == OrderKind.Serialize || !IsOfStarts(order)))
        {
            yield return "a running cluster orders starts and stops only: the order is passed over";
        }

        if (o.Location is { } location && (IsOfPromoted(location.Role)
            || location.Rules.Any(r => IsOfPromoted(r.Role) || HasDate(r.When))))
        {
            yield return "a running cluster has no roles and looks at no dates yet: such rules are passed over";
        }
    }

    private static bool IsOfPromoted(Role role) => role is Role.Promoted or Role.Unpromoted;

    private static bool IsOfStarts(OrderSpec order) => IsStart(order.FirstAction) && IsStart(order.ThenAction)
        && order.Sets.All(s => IsStart(s.Action));

    private static bool IsStart(OrderAction action) => action is OrderAction.Unspecified or OrderAction.Start;

    private static bool HasDate(Rule? rule) => rule is not null
        && rule.Terms.Any(t => t.Date is not null || HasDate(t.Rule));
}
