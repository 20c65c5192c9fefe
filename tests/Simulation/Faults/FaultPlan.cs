using Microkernel.Raft.V1;
using Simulation.Members;
using Simulation.World;

namespace Simulation.Faults;

/// <summary>Draws from the seed what goes wrong, and when.</summary>
internal sealed class FaultPlan
{
    private readonly SimulationWorld _world;
    private readonly Random _random;
    private readonly NetworkFaults _network;
    private readonly DiskFaults _disks;
    private readonly OperatorPlan _operator;
    private readonly int _pauseMsMax;
    private readonly bool _isOperatorBusy;
    private readonly bool _crashesAfterVotes;
    private bool _hasEnded;

    public FaultPlan(SimulationWorld world, SimulatedNetwork network, Random random)
    {
        _world = world;
        _random = random;
        _network = new NetworkFaults(world, network, random);
        _disks = new DiskFaults(world, random);
        _operator = new OperatorPlan(world, random, RestartLater);
        _pauseMsMax = world.Options.PauseMsMax ?? 50 + random.Next(600);
        _isOperatorBusy = random.Next(5) == 0;
        _crashesAfterVotes = random.Next(5) == 0;
    }

    public void Begin()
    {
        _operator.Begin();
        _network.Begin();
        PlanNext();
    }

    public void End()
    {
        _hasEnded = true;
        _network.End();
        _disks.End();
    }

    /// <summary>Sometimes whoever just voted loses power, and is back before the election is over.</summary>
    public void Sent(SimulatedMember sender, Message message)
    {
        if (_hasEnded || !_crashesAfterVotes || message.VoteResult is not { Granted: true, PreVote: false }
            || _random.Next(3) != 0)
        {
            return;
        }

        _world.Events.Plan(0, () =>
        {
            if (sender.IsUp)
            {
                sender.Crash();
                _world.Events.Plan(_random.Next(4), () => Restart(sender));
            }
        });
    }

    private void PlanNext() => _world.Events.Plan(1 + _random.Next(_pauseMsMax), () =>
    {
        if (_hasEnded)
        {
            return;
        }

        PlanNext();
        Act();
        RestartSomeTime();
    });

    private void Act()
    {
        if (_isOperatorBusy && _random.Next(2) == 0)
        {
            ChangeMembership();
            return;
        }

        var up = _world.Active.ToList();
        switch (_random.Next(9))
        {
            case < 3:
                HarmNetwork();
                break;
            case 3 or 4 when up.Count > 0:
                EndOrPause(up[_random.Next(up.Count)]);
                break;
            case 5 when up.Count > 0:
                HarmDisk(up[_random.Next(up.Count)]);
                break;
            case 6 or 7 when up.Count > 0:
                Operate(up[_random.Next(up.Count)]);
                break;
            case 8:
                _operator.TryTakeover();
                break;
        }
    }

    private void HarmNetwork()
    {
        switch (_random.Next(8))
        {
            case < 3:
                _network.Partition();
                break;
            case 3 or 4:
                _network.CutOneWay();
                break;
            case 5:
                _network.Flap();
                break;
            default:
                _network.Heal();
                break;
        }
    }

    private void EndOrPause(SimulatedMember member)
    {
        switch (_random.Next(8))
        {
            case < 4:
                EndAndRestart(member, member.Crash);
                break;
            case 4:
                EndAndRestart(member, member.Kill);
                break;
            case 5:
                member.Disconnect(_world.Members[_random.Next(_world.Members.Count)].Id);
                break;
            default:
                member.Pause(_random.Next(600));
                break;
        }
    }

    private void HarmDisk(SimulatedMember member)
    {
        switch (_random.Next(10))
        {
            case < 5:
                _disks.CrashInCall(member);
                break;
            case 5 or 6:
                _disks.Slow(member);
                break;
            case 7:
                _disks.Fill(member);
                break;
            case 8:
                _disks.FailSync(member);
                break;
            default:
                _disks.Rot(member);
                break;
        }
    }

    private void Operate(SimulatedMember member)
    {
        switch (_random.Next(4))
        {
            case < 2:
                member.TakeSnapshot();
                break;
            case 2:
                _operator.Transfer(member);
                break;
            default:
                ChangeMembership();
                break;
        }
    }

    /// <summary>Changes the membership; often the network breaks just then.</summary>
    private void ChangeMembership()
    {
        _operator.ChangeMembership();
        if (_random.Next(3) == 0)
        {
            _world.Events.Plan(1 + _random.Next(60), () =>
            {
                if (!_hasEnded)
                {
                    _network.Partition();
                }
            });
        }
    }

    private void EndAndRestart(SimulatedMember member, Action end)
    {
        end();
        if (_random.Next(2) == 0)
        {
            foreach (var other in _world.Active)
            {
                _world.Events.Plan(_random.Next(20), () => other.Disconnect(member.Id));
            }
        }

        RestartLater(member);
    }

    /// <summary>Whoever ended by itself, or did not start, is started again some time.</summary>
    private void RestartSomeTime()
    {
        foreach (var down in _world.Members.Where(member => !member.IsUp && member.HasStarted))
        {
            if (_random.Next(4) == 0)
            {
                RestartLater(down);
            }
        }
    }

    /// <summary>Some are back at once, in the middle of what they were part of; others take long.</summary>
    private void RestartLater(SimulatedMember member) => _world.Events.Plan(
        _random.Next(2) == 0 ? _random.Next(40) : _random.Next(1500),
        () => Restart(member));

    private void Restart(SimulatedMember member)
    {
        if (!member.IsUp && !_hasEnded)
        {
            _world.Start(member);
        }
    }
}
