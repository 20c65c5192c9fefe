using Microkernel.V1;

namespace Microkernel.Model.Validation.Rules;

/// <summary>Orders by themselves: a pair, or sets.</summary>
internal static class OrderRules
{
    public static void Check(V1.Object o, ProblemCollector problems)
    {
        if (o.Order is not { } order)
        {
            return;
        }

        SetRules.CheckEither(o, order.First, "first", order.Then, "then", order.Sets.Count, problems);
        if (order.First.Length > 0 && order.First == order.Then && order.FirstAction == order.ThenAction)
        {
            problems.Add(o, "spec.then", order.Then, "A resource cannot wait for itself", "another resource or group");
        }

        if (order is { Kind: OrderKind.Serialize, HasSymmetrical: true, Symmetrical: true })
        {
            problems.Add(o, "spec.symmetrical", "true", "What is serialized has no direction to turn round", "false");
        }

        SetRules.Check(o, order.Sets, problems);
        for (var i = 0; i < order.Sets.Count; i++)
        {
            if (order.Sets[i].Role != Role.Unspecified)
            {
                problems.Add(o, $"spec.sets[{i}].role", $"{order.Sets[i].Role}",
                    "An order looks at actions, not at roles", "action");
            }
        }
    }
}
