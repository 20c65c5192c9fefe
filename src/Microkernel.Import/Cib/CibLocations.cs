using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Cib;

/// <summary>rsc_location: where resources like to run, by node or by rules.</summary>
internal static class CibLocations
{
    public static void Import(CibScope cib)
    {
        foreach (var element in cib.In("constraints").Where(e => e.Name == "rsc_location").ToList())
        {
            Import(element, cib);
        }
    }

    private static void Import(SourceElement element, CibScope cib)
    {
        var id = element.Take("id") ?? "location";
        var resources = ResourcesOf(element, cib);
        var spec = new LocationSpec
        {
            Role = CibValues.RoleOf(element.Take("role")),
            Discovery = (element.Take("resource-discovery") ?? string.Empty) switch
            {
                "never" => ResourceDiscovery.Never,
                "exclusive" => ResourceDiscovery.Exclusive,
                _ => ResourceDiscovery.Unspecified,
            },
        };
        if (!SetWorth(element, spec, cib))
        {
            return;
        }

        var several = resources.Count > 1;
        foreach (var resource in resources)
        {
            if (cib.Find(resource, element) is not { } found)
            {
                continue;
            }

            var own = spec.Clone();
            own.Resource = found.Name;
            if (found.IsPromoted && own.Role == Role.Unspecified && own.Score > Scores.MinusInfinity)
            {
                own.Role = Role.Promoted;
            }

            var name = cib.Claim("Location", several ? $"{id}-{found.Name}" : id);
            cib.Context.Add(new V1.Object { Location = own }, name, element);
            cib.Context.Say(Mapped, element, $"Location/{name}");
        }
    }

    private static List<string> ResourcesOf(SourceElement element, CibScope cib)
    {
        if (element.Take("rsc") is { } resource)
        {
            return [.. cib.Expand(resource)];
        }

        if (element.Take("rsc-pattern") is { } pattern)
        {
            var matching = cib.Context.Drafts.Where(d => d.Object.Resource is not null)
                .Select(d => d.Object.Name()).Where(n => SafePattern.IsMatch(pattern, n)).ToList();
            cib.Context.Say(
                ChangedMeaning, element, element.Title,
                $"a Location for each resource that matches now: {string.Join(", ", matching)}");
            return matching;
        }

        return [.. element.TakeChildren("resource_set").ToList().SelectMany(s => s.TakeChildren("resource_ref").ToList())
            .Select(r => r.Take("id")).OfType<string>().SelectMany(cib.Expand)];
    }

    private static bool SetWorth(SourceElement element, LocationSpec spec, CibScope cib)
    {
        var rules = element.TakeChildren("rule").ToList();
        if (rules.Count > 0)
        {
            NvPairs.Ignore(element, "score");
            return rules.All(rule => CibRules.Add(rule, spec, cib));
        }

        var score = CibValues.Score(element.Take("score"));
        if (element.Take("node") is not { Length: > 0 } node || score is null)
        {
            element.TakeWhole();
            cib.Context.Say(Error, element, "expected a node and a score, or rules");
            return false;
        }

        if (score == 0 && spec.Discovery == ResourceDiscovery.Unspecified)
        {
            element.TakeWhole();
            cib.Context.Say(
                cib.Cluster.Object.Cluster is { HasSymmetric: true, Symmetric: false } ? ChangedMeaning : NoCounterpart,
                element, "a score of 0 says nothing");
            return false;
        }

        spec.Node = cib.Context.Nodes.Mention(node, element).Object.Name();
        spec.Score = score.Value;
        return true;
    }
}
