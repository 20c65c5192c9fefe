using Microkernel.Consensus;
using Microkernel.Consensus.Protocol;
using Microkernel.Raft.V1;

namespace Simulation.World;

/// <summary>Draws faults and operator's actions from the seed.</summary>
internal sealed class FaultPlan(SimulationWorld world, SimulatedNetwork network, Random random)
{
    private readonly int _pauseMsMax = world.Options.PauseMsMax ?? 50 + random.Next(600);
    private bool _hasEnded;
    private ulong _nextJoiner;

    public void Plan()
    {
        _nextJoiner = (ulong)world.Active.Count() + 1;
        network.LossPercent = random.Next(3) == 0 ? random.Next(20) : 0;
        network.RepeatPercent = random.Next(3) == 0 ? random.Next(20) : 0;
        network.DelayPercent = random.Next(3) == 0 ? random.Next(10) : 0;
        PlanNext();
    }

    public void End()
    {
        _hasEnded = true;
        network.HealAll();
        network.LossPercent = 0;
        network.RepeatPercent = 0;
        network.DelayPercent = 0;
        foreach (var member in world.Members)
        {
            member.WriteMsMax = 5;
            member.CrashAtDiskCall(-1);
        }
    }

    private void PlanNext() => world.Events.Plan(1 + random.Next(_pauseMsMax), () =>
    {
        if (!_hasEnded)
        {
            PlanNext();
            Act();
        }
    });

    private void Act()
    {
        var up = world.Active.ToList();
        switch (random.Next(15))
        {
            case 0 or 1 when up.Count > 0:
                CrashAndRestart(Pick(up));
                break;
            case 2 when up.Count > 0:
                Pick(up).CrashAtDiskCall(random.Next(6));
                break;
            case 3 or 4:
                Partition();
                break;
            case 5 when up.Count > 0 && random.Next(3) == 0:
                Pick(up).Disconnect(Pick(up).Id);
                break;
            case 5:
                CutOneWay();
                break;
            case 6:
                network.HealAll();
                break;
            case 7 when up.Count > 0:
                SlowDisk(Pick(up));
                break;
            case 8 or 9 when up.Count > 0:
                Pick(up).TakeSnapshot();
                break;
            case 10 when up.Count > 0:
                Transfer(up);
                break;
            case 11 when up.Count > 0:
                ChangeMembership(up);
                break;
            case 12 when up.Count > 0:
                Pick(up).Pause(random.Next(600));
                break;
            case 13 or 14:
                TryTakeover();
                break;
        }

        foreach (var down in world.Members.Where(
            member => !member.IsUp && member.Node is not null && !member.IsRetired))
        {
            // A crash in the middle of a disk call leaves the member down.
            if (random.Next(4) == 0)
            {
                RestartLater(down);
            }
        }
    }

    private T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    private void CrashAndRestart(SimulatedMember member)
    {
        member.Crash();
        if (random.Next(2) == 0)
        {
            foreach (var other in world.Active)
            {
                world.Events.Plan(random.Next(20), () => other.Disconnect(member.Id));
            }
        }

        RestartLater(member);
    }

    private void RestartLater(SimulatedMember member) => world.Events.Plan(random.Next(1500), () =>
    {
        if (!member.IsUp && !member.IsRetired && !_hasEnded)
        {
            world.Start(member);
        }
    });

    private void Partition()
    {
        network.HealAll();
        var side = world.Members.ToDictionary(member => member.Id, _ => random.Next(2));
        foreach (var (a, sideA) in side)
        {
            foreach (var (b, sideB) in side)
            {
                if (sideA != sideB)
                {
                    network.Cut(a, b);
                }
            }
        }

        world.Trace("partition: " + string.Join(", ", side.Where(pair => pair.Value == 0).Select(pair => pair.Key)));
    }

    private void CutOneWay()
    {
        var from = Pick(world.Members).Id;
        var to = Pick(world.Members).Id;
        network.Cut(from, to);
        world.Trace($"cut {from}->{to}");
    }

    private void SlowDisk(SimulatedMember member)
    {
        member.WriteMsMax = random.Next(3) == 0 ? 2000 : 50;
        world.Events.Plan(random.Next(1000), () => member.WriteMsMax = 5);
    }

    private void Transfer(IReadOnlyList<SimulatedMember> up)
    {
        var member = Pick(up);
        member.Do(() => member.Node.TransferLeadership(Pick(world.Members).Id));
    }

    private void ChangeMembership(IReadOnlyList<SimulatedMember> up)
    {
        if (up.FirstOrDefault(member => member.Node.Role == RaftRole.Leader) is not { } leader)
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
        leader.Change(change);
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

    private static RaftPeer Peer(ulong id) => new(id, $"n{id}", []);

    /// <summary>
    /// One of two voters is switched off, and the other is told so; sometimes it is told without proof, or when it
    /// should know that it must not.
    /// </summary>
    private void TryTakeover()
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
            RestartLater(other);
        }

        if (isProven && other.IsUp)
        {
            return;
        }

        var proof = isProven
            ? new FenceProof { Kind = FenceProofKind.VerifiedOff, ConfirmedBy = "simulated power switch" }
            : null;
        var takeover = new Takeover { SurvivorId = survivor.Id, FencedId = other.Id, Proof = proof };
        survivor.Do(() =>
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
