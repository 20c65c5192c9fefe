using Microkernel.V1;
using static Microkernel.V1.Object;

namespace Microkernel.Model.Validation.Rules;

/// <summary>Membership in groups.</summary>
internal static class GroupRules
{
    public static void Check(ObjectSet set, ProblemCollector problems)
    {
        foreach (var o in set.Of(SpecOneofCase.Group))
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (var i = 0; i < o.Group.Members.Count; i++)
            {
                var member = o.Group.Members[i];
                if (!seen.Add(member))
                {
                    problems.Add(o, $"spec.members[{i}]", member, "The resource is in this group twice");
                }
                else if (set.GroupOf[member] is { } first && first.Name() != o.Name())
                {
                    problems.Add(
                        o, $"spec.members[{i}]", member, $"{first.Title()} has this resource", "one group a resource");
                }
            }
        }

        CheckWitnesses(set, problems);
    }

    // A witness runs nothing, so a rule that wants something there can only be a slip.
    private static void CheckWitnesses(ObjectSet set, ProblemCollector problems)
    {
        foreach (var o in set.Of(SpecOneofCase.Location).Where(o => o.Location.Score > 0))
        {
            if (set.Find(SpecOneofCase.Node, o.Location.Node)?.Node.Role == NodeRole.Witness)
            {
                problems.Add(o, "spec.node", o.Location.Node, "The node is a witness and runs nothing", "a member");
            }
        }
    }
}
