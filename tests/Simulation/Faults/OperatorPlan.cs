using Microkernel.Consensus;
using Microkernel.Consensus.Protocol;
using Microkernel.Raft.V1;
using Simulation.Members;
using Simulation.World;

namespace Simulation.Faults;

/// <summary>What an operator, or whatever acts for one, does meanwhile.</summary>
internal sealed class OperatorPlan(SimulationWorld world, Random random, Action<SimulatedMember> restartLater)
{
    private ulong _nextJoiner;

    /// <summary>Begins with the members that are there.</summary>
    public void Begin() => _nextJoiner = (ulong)world.Active.Count() + 1;

    /// <summary>Asks for a transfer of leadership to some member.</summary>
    public void Transfer(SimulatedMember member) =>
        member.WhenRunning(() => member.Node.TransferLeadership(Pick(world.Members).Id));

    /// <summary>Adds, replaces, demotes or removes members.</summary>
    public void ChangeMembership()
    {
        if (world.Active.FirstOrDefault(member => member.Node.Role == RaftRole.Leader) is not { } leader)
        {
            return;
        }

        var configuration = leader.Node.Membership.Configuration;
        var change = new MembershipChange();
        if (configuration.Learners.Count > 0 && random.Next(3) != 0)
        {
            change.AddVoter(Peer(Pick(configuration.Learners)));
        }
        else if (_nextJoiner + 1 <= (ulong)world.Members.Count && configuration.Voters.Count >= 2
            && random.Next(2) == 0)
        {
            Replace(configuration, change);
        }
        else if (_nextJoiner <= (ulong)world.Members.Count && random.Next(2) == 0)
        {
            var joiner = world.Member(_nextJoiner++)!;
            world.Start(joiner);
            change = random.Next(2) == 0 ? change.AddVoter(Peer(joiner.Id)) : change.AddLearner(Peer(joiner.Id));
        }
        else if (configuration.Voters.Count > 1 && random.Next(2) == 0)
        {
            change.Remove(Pick(configuration.Voters));
        }
        else
        {
            change.AddLearner(Peer(Pick(configuration.Voters)));
        }

        world.Trace($"{leader.Id} is told {change.Transition}");
        leader.Change(change, patienceMs: 2000);
        world.MembershipMayChangeUntilMs = world.Time.NowMs + 2100;
    }

    /// <summary>Replaces two voters by two new members at once.</summary>
    private void Replace(Configuration configuration, MembershipChange change)
    {
        foreach (var gone in configuration.Voters.OrderBy(_ => random.Next()).Take(2))
        {
            change.Remove(gone);
        }

        for (var i = 0; i < 2; i++)
        {
            var joiner = world.Member(_nextJoiner++)!;
            world.Start(joiner);
            change.AddVoter(Peer(joiner.Id));
        }
    }

    private T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    private static RaftPeer Peer(ulong id) => new(id, $"n{id}", []);

    /// <summary>
    /// One of two voters is switched off, and the other is told so; sometimes it is told without proof, or when it
    /// should know that it must not.
    /// </summary>
    public void TryTakeover()
    {
        var survivor = world.Active.Where(member => member.Node.Membership.Configuration.Voters.Count == 2)
            .OrderBy(_ => random.Next()).FirstOrDefault();
        if (survivor is null)
        {
            return;
        }

        var voters = survivor.Node.Membership.Configuration.Voters;
        var other = world.Member(voters.First(id => id != survivor.Id))!;
        var isProven = random.Next(4) != 0;
        if (isProven && other.IsUp)
        {
            other.Crash();
            restartLater(other);
        }

        if (isProven && other.IsUp)
        {
            return;
        }

        var proof = isProven
            ? new FenceProof { Kind = FenceProofKind.VerifiedOff, ConfirmedBy = "simulated power switch" }
            : null;
        var takeover = new Takeover { SurvivorId = survivor.Id, FencedId = other.Id, Proof = proof };
        survivor.WhenRunning(() =>
        {
            try
            {
                survivor.Node.TakeOver(takeover);
                world.Trace($"{survivor.Id} takes over from {other.Id}");
            }
            catch (InvalidMembershipChangeException exception)
            {
                world.Trace($"{survivor.Id} does not take over from {other.Id}: {exception.Message}");
            }
        });
    }
}
