using Simulation.Members;
using Simulation.World;

namespace Simulation.Faults;

/// <summary>What goes wrong between members.</summary>
internal sealed class NetworkFaults(SimulationWorld world, SimulatedNetwork network, Random random)
{
    private bool _hasEnded;

    /// <summary>Draws what the network is like all the time.</summary>
    public void Begin()
    {
        network.LossPercent = random.Next(3) == 0 ? random.Next(20) : 0;
        network.RepeatPercent = random.Next(3) == 0 ? random.Next(20) : 0;
        network.DelayPercent = random.Next(3) == 0 ? random.Next(10) : 0;
    }

    public void End()
    {
        _hasEnded = true;
        network.HealAll();
        network.LossPercent = 0;
        network.RepeatPercent = 0;
        network.DelayPercent = 0;
    }

    public void Heal() => network.HealAll();

    /// <summary>Parts the members in two.</summary>
    public void Partition()
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

    /// <summary>Loses what one member says to another, but not what it hears.</summary>
    public void CutOneWay()
    {
        var (from, to) = (Pick().Id, Pick().Id);
        network.Cut(from, to);
        world.Trace($"cut {from}->{to}");
    }

    /// <summary>Lets a member's links come and go for a while, one way or both.</summary>
    public void Flap()
    {
        var (one, isOneWay) = (Pick().Id, random.Next(2) == 0);
        var others = world.Members.Select(member => member.Id)
            .Where(id => id != one && random.Next(2) == 0).ToList();
        world.Trace($"{one} flaps with {string.Join(", ", others)}");
        Flap(one, others, isOneWay, times: 4 + (2 * random.Next(10)), pauseMsMax: 10 + random.Next(200));
    }

    private void Flap(ulong one, List<ulong> others, bool isOneWay, int times, int pauseMsMax)
    {
        if (times == 0 || _hasEnded)
        {
            return;
        }

        foreach (var other in others)
        {
            Set(one, other, isCut: times % 2 == 0);
            if (!isOneWay)
            {
                Set(other, one, isCut: times % 2 == 0);
            }
        }

        world.Events.Plan(1 + random.Next(pauseMsMax), () => Flap(one, others, isOneWay, times - 1, pauseMsMax));
    }

    private void Set(ulong from, ulong to, bool isCut)
    {
        if (isCut)
        {
            network.Cut(from, to);
        }
        else
        {
            network.Heal(from, to);
        }
    }

    private SimulatedMember Pick() => world.Members[random.Next(world.Members.Count)];
}
