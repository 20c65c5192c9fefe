using Microkernel.Import.Sources;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Cib;

/// <summary>resource_set of colocations and orders.</summary>
internal static class CibSets
{
    /// <summary>Reads the sets of a constraint; null, and an entry in the report, when one cannot be.</summary>
    public static List<ResourceSet>? Read(SourceElement constraint, CibScope cib)
    {
        var sets = new List<ResourceSet>();
        foreach (var element in constraint.TakeChildren("resource_set").ToList())
        {
            NvPairs.Ignore(element, "id", "ordering");
            var set = new ResourceSet
            {
                Role = CibValues.RoleOf(element.Take("role")),
                Action = CibOrders.ActionOf(element.Take("action")),
            };
            if (CibValues.Flag(element.Take("sequential") ?? "true") == false)
            {
                set.Sequential = false;
            }

            if (CibValues.Flag(element.Take("require-all") ?? "true") == false)
            {
                set.RequireAll = false;
            }

            if (element.Find("score") is { } score)
            {
                cib.Context.Say(NoCounterpart, score, "the constraint has one score for all of its sets");
            }

            foreach (var reference in element.TakeChildren("resource_ref").ToList())
            {
                foreach (var id in cib.Expand(reference.Take("id") ?? string.Empty))
                {
                    if (cib.Find(id, constraint) is not { } found)
                    {
                        return null;
                    }

                    set.Resources.Add(found.Name);
                    if (found.IsPromoted)
                    {
                        cib.Context.Say(
                            ChangedMeaning, reference, reference.Title,
                            $"{id} counted where it was started, which is where {found.Name} is promoted now: make it a"
                                + " set of its own with that role");
                    }
                }
            }

            if (set.Resources.Count > 0)
            {
                sets.Add(set);
            }
        }

        return sets;
    }
}
