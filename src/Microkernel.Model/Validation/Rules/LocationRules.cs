using Microkernel.V1;

namespace Microkernel.Model.Validation.Rules;

/// <summary>Locations by themselves: a node and a score, or rules.</summary>
internal static class LocationRules
{
    public static void Check(V1.Object o, ProblemCollector problems)
    {
        if (o.Location is not { } location)
        {
            return;
        }

        CheckRole(o, location.Role, "spec.role", problems);
        if (location.Rules.Count == 0)
        {
            CheckPlain(o, location, problems);
            return;
        }

        if (location.Node.Length > 0)
        {
            problems.Add(o, "spec.node", location.Node, "Rules choose the nodes", "a node, or rules");
        }

        if (location.Score != 0)
        {
            problems.Add(o, "spec.score", Scores.Format(location.Score), "Rules have their own scores",
                "a score, or rules");
        }

        for (var i = 0; i < location.Rules.Count; i++)
        {
            CheckRule(o, location.Rules[i], $"spec.rules[{i}]", problems);
        }
    }

    private static void CheckPlain(V1.Object o, LocationSpec location, ProblemCollector problems)
    {
        if (location.Node.Length == 0)
        {
            problems.Add(o, "spec.node", null, "Missing", "a node, or rules");
        }

        // A location may be there only to say where it is looked whether the resource runs.
        if (location.Score == 0 && location.Discovery == ResourceDiscovery.Unspecified)
        {
            problems.Add(
                o, "spec.score", null, "Missing, or 0, which says nothing", "a score, INFINITY or -INFINITY");
        }
    }

    private static void CheckRule(V1.Object o, LocationRule rule, string path, ProblemCollector problems)
    {
        CheckRole(o, rule.Role, $"{path}.role", problems);
        if (rule.WorthCase == LocationRule.WorthOneofCase.None)
        {
            problems.Add(o, $"{path}.score", null, "Missing", "score or scoreAttribute");
        }

        if (rule.When is null)
        {
            problems.Add(o, $"{path}.when", null, "Missing", "a condition");
        }
        else
        {
            RuleRules.Check(o, rule.When, $"{path}.when", problems);
        }
    }

    private static void CheckRole(V1.Object o, Role role, string path, ProblemCollector problems)
    {
        if (role == Role.Stopped)
        {
            problems.Add(o, path, "Stopped", "What is stopped is nowhere", "Started, Unpromoted or Promoted");
        }
    }
}
