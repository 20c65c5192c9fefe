using Microkernel.Consensus.Protocol;
using Microkernel.Raft.V1;
using Simulation.Members;
using Simulation.World;

namespace Simulation.Checks;

/// <summary>
/// Liveness: once the faults end and a majority is back there is a leader within bounded time, every pending request is
/// answered, and every member that is up has all.
/// </summary>
internal sealed class Recovery(SimulationWorld world, Random random)
{
    private long? _leaderSinceMs;

    public bool IsComplete
    {
        get
        {
            var leader = Leader;
            _leaderSinceMs ??= leader is null ? null : world.Time.NowMs;
            return leader is not null
                && world.Time.NowMs > world.Options.FaultsMs + 1700
                && !leader.Node.Membership.IsJoint
                && leader.Machine.AppliedIndex >= world.Oracle.LastApplied
                && world.Active.All(member => member.Requests.Count == 0)
                && leader.Node.Membership.All.All(id => HasAll(world.Member(id)!, leader));
        }
    }

    private SimulatedMember? Leader => world.Active.Where(member => member.IsActing)
        .MaxBy(member => member.Node.Term);

    /// <summary>Mends disks and starts who is down; some, whom nobody needs, stay down.</summary>
    public void Heal()
    {
        if (random.Next(3) == 0 && PickUnneeded() is { } unneeded)
        {
            world.Trace($"{unneeded.Id} stays down");
            unneeded.Crash();
            unneeded.IsLeftDown = true;
        }

        foreach (var member in world.Members.Where(member => member.HasStarted && !member.IsLeftDown))
        {
            member.Disk.Mend();
            if (!member.IsUp)
            {
                world.Start(member);
            }
        }

        world.Events.Plan(world.Options.LeaderMs, () => SafetyOracle.Check(
            _leaderSinceMs is not null || Leader is not null,
            "liveness",
            $"no leader {world.Options.LeaderMs} ms after the last fault:\n{string.Join('\n', world.Members)}"));
    }

    public void Check()
    {
        SafetyOracle.Check(
            IsComplete,
            "liveness",
            $"the cluster does not serve after {world.Options.RecoveryMs} ms without faults:\n"
            + string.Join('\n', world.Members));
        SafetyOracle.Check(
            world.Active.All(member => member.Machine.AppliedIndex < Leader!.Machine.AppliedIndex
                || member.Machine.HasSameState(Leader!.Machine)),
            "state-machine safety",
            "members that applied the same entries differ");
    }

    /// <summary>
    /// Picks a member without whom every configuration that any member knows has its majority; null if there is none.
    /// </summary>
    private SimulatedMember? PickUnneeded()
    {
        var started = world.Members.Where(member => member.HasStarted).ToList();
        if (world.Time.NowMs < world.MembershipMayChangeUntilMs
            || started.Any(member => member.Node.Log.HasConfigurationChange(
            member.Node.HandedOut + 1, member.Node.Log.LastIndex)))
        {
            return null;
        }

        var configurations = started.Select(member => member.Node.Membership).ToList();
        var unneeded = started
            .Where(one => configurations.All(membership => IsMajorityWithout(one, membership))).ToList();
        return unneeded.Count == 0 ? null : unneeded[random.Next(unneeded.Count)];
    }

    private static bool IsMajorityWithout(SimulatedMember one, Membership membership) =>
        membership.Configuration.Voters.Count == 0 || membership.IsQuorum(id => id != one.Id);

    private static bool HasAll(SimulatedMember member, SimulatedMember leader) => member.IsLeftDown
        || (member.IsUp && member.Machine.AppliedIndex == leader.Node.Log.LastIndex);
}
