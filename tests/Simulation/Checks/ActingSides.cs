using Simulation.Members;

namespace Simulation.Checks;

/// <summary>
/// Of two voters, at most one acts at any moment, whatever takeovers there were. With more voters a leader that was
/// replaced may take until it resigns, which is why whatever acts for the cluster also tells its term.
/// </summary>
internal static class ActingSides
{
    public static void Check(SimulatedMember member, IEnumerable<SimulatedMember> active)
    {
        if (!IsOneOfTwo(member))
        {
            return;
        }

        foreach (var other in active.Where(other => other != member && IsOneOfTwo(other)))
        {
            SafetyOracle.Check(
                false,
                "at most one side acts",
                $"two do:\n{member}\n{other}");
        }
    }

    private static bool IsOneOfTwo(SimulatedMember member) =>
        member.IsActing && !member.Node.Membership.IsJoint && member.Node.Membership.Configuration.Voters.Count <= 2;
}
