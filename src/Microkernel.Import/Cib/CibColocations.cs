using Microkernel.Import.Sources;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Cib;

/// <summary>rsc_colocation: what runs together, or apart.</summary>
internal static class CibColocations
{
    public static void Import(CibScope cib)
    {
        foreach (var element in cib.In("constraints").Where(e => e.Name == "rsc_colocation").ToList())
        {
            Import(element, cib);
        }
    }

    private static void Import(SourceElement element, CibScope cib)
    {
        var id = element.Take("id") ?? "colocation";
        if (CibValues.Score(element.Take("score") ?? "INFINITY") is not { } score)
        {
            element.TakeWhole();
            cib.Context.Say(Error, element, "expected a score");
            return;
        }

        if (score == 0)
        {
            element.TakeWhole();
            cib.Context.Say(NoCounterpart, element, "a score of 0 says nothing");
            return;
        }

        var spec = new ColocationSpec { Score = score, NodeAttribute = element.Take("node-attribute") ?? string.Empty };
        if (spec.NodeAttribute == "#uname")
        {
            spec.NodeAttribute = string.Empty;
        }

        if (CibValues.Flag(element.Take("influence") ?? string.Empty) is { } influence)
        {
            spec.Influence = influence;
        }

        if (element.Children.Any(c => c.Name == "resource_set") ? !SetSets(element, spec, cib) : !SetPair(element, spec, cib))
        {
            return;
        }

        var name = cib.Claim("Colocation", id);
        cib.Context.Add(new V1.Object { Colocation = spec }, name, element);
        cib.Context.Say(Mapped, element, $"Colocation/{name}");
    }

    private static bool SetSets(SourceElement element, ColocationSpec spec, CibScope cib)
    {
        if (CibSets.Read(element, cib) is not { Count: > 0 } sets)
        {
            return false;
        }

        spec.Sets.AddRange(sets);
        return true;
    }

    private static bool SetPair(SourceElement element, ColocationSpec spec, CibScope cib)
    {
        // from and to in Heartbeat 2.
        var resource = cib.Find(element.Take("rsc") ?? element.Take("from"), element);
        var with = resource is null ? null : cib.Find(element.Take("with-rsc") ?? element.Take("to"), element);
        if (resource is null || with is null)
        {
            return false;
        }

        spec.Resource = resource.Name;
        spec.With = with.Name;
        spec.ResourceRole = RoleOf(element.Take("rsc-role"), resource);
        spec.WithRole = RoleOf(element.Take("with-rsc-role"), with);
        return true;
    }

    private static Role RoleOf(string? said, CibReference reference) =>
        CibValues.RoleOf(said) is not Role.Unspecified and var role ? role
            : reference.IsPromoted ? Role.Promoted : Role.Unspecified;
}
