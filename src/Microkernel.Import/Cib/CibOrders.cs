using Microkernel.Import.Sources;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Cib;

/// <summary>rsc_order: what happens before what.</summary>
internal static class CibOrders
{
    public static void Import(CibScope cib)
    {
        foreach (var element in cib.In("constraints").Where(e => e.Name == "rsc_order").ToList())
        {
            Import(element, cib);
        }
    }

    /// <summary>Reads an action; Unspecified when it is none.</summary>
    public static OrderAction ActionOf(string? action) => action switch
    {
        "start" => OrderAction.Start,
        "stop" => OrderAction.Stop,
        "promote" => OrderAction.Promote,
        "demote" => OrderAction.Demote,
        _ => OrderAction.Unspecified,
    };

    private static void Import(SourceElement element, CibScope cib)
    {
        var id = element.Take("id") ?? "order";
        var spec = new OrderSpec();
        if (!SetKind(element, spec, cib))
        {
            return;
        }

        if (CibValues.Flag(element.Take("symmetrical") ?? string.Empty) is { } symmetrical)
        {
            spec.Symmetrical = symmetrical;
        }

        if (CibValues.Flag(element.Take("require-all") ?? string.Empty) is { } all)
        {
            spec.RequireAll = all;
        }

        if (element.Children.Any(c => c.Name == "resource_set"))
        {
            if (CibSets.Read(element, cib) is not { Count: > 0 } sets)
            {
                return;
            }

            spec.Sets.AddRange(sets);
        }
        else if (!SetPair(element, spec, cib))
        {
            return;
        }

        var name = cib.Claim("Order", id);
        cib.Context.Add(new V1.Object { Order = spec }, name, element);
        cib.Context.Say(Mapped, element, $"Order/{name}");
    }

    // A score in place of a kind: 0 is advice, anything else a must.
    private static bool SetKind(SourceElement element, OrderSpec spec, CibScope cib)
    {
        var (kind, score) = (element.Take("kind"), element.Take("score"));
        spec.Kind = kind switch
        {
            "Optional" => OrderKind.Optional,
            "Serialize" => OrderKind.Serialize,
            null when score is not null && CibValues.Score(score) == 0 => OrderKind.Optional,
            _ => OrderKind.Unspecified,
        };
        if (kind is null or "Optional" or "Serialize" or "Mandatory")
        {
            return true;
        }

        element.TakeWhole();
        cib.Context.Say(Error, element, "expected the kind Mandatory, Optional or Serialize");
        return false;
    }

    private static bool SetPair(SourceElement element, OrderSpec spec, CibScope cib)
    {
        // Heartbeat 2 wrote from, type and to.
        var isAfter = element.Take("type") is "after" or null && element.Find("from") is not null;
        var (first, then) = isAfter ? (element.Take("to"), element.Take("from"))
            : (element.Take("first") ?? element.Take("from"), element.Take("then") ?? element.Take("to"));
        var before = cib.Find(first, element);
        var after = before is null ? null : cib.Find(then, element);
        if (before is null || after is null)
        {
            return false;
        }

        spec.First = before.Name;
        spec.Then = after.Name;
        spec.FirstAction = ActionOf(element.Take("first-action") ?? element.Take("action"), before);
        spec.ThenAction = ActionOf(element.Take("then-action") ?? element.Take("to_action"), after);

        // What follows a promotion is a start, unless it says otherwise.
        if (spec.FirstAction == OrderAction.Promote && before.IsPromoted && spec.ThenAction == OrderAction.Unspecified)
        {
            spec.ThenAction = OrderAction.Start;
        }
        else if (spec.FirstAction == OrderAction.Unspecified && after.IsPromoted)
        {
            spec.FirstAction = OrderAction.Start;
        }

        return true;
    }

    private static OrderAction ActionOf(string? said, CibReference reference) => (ActionOf(said), reference.IsPromoted) switch
    {
        (OrderAction.Unspecified or OrderAction.Start, true) => OrderAction.Promote,
        (OrderAction.Stop, true) => OrderAction.Demote,
        (var action, _) => action,
    };
}
