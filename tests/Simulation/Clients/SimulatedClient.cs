using Microkernel.Linearizability;
using Simulation.Members;
using Simulation.World;

namespace Simulation.Clients;

/// <summary>A client that asks any member, one request after the other.</summary>
internal sealed class SimulatedClient(SimulationWorld world, int number, Random random)
{
    private const int KeyCount = 5;
    private readonly int _thinkMsMax = 5 + random.Next(150);

    /// <summary>Goes on until clients are to stop.</summary>
    public void Run() => world.Events.Plan(1 + random.Next(_thinkMsMax), () =>
    {
        if (world.ClientsMayAsk)
        {
            Ask(world.Active.ToList(), DrawKind(), random.Next(KeyCount), Run);
        }
    });

    /// <summary>
    /// Reads every key of members that are part of the cluster, so that the history shows what became of the last
    /// writes.
    /// </summary>
    public void ReadAll(int key = 0)
    {
        if (key < KeyCount)
        {
            var leader = world.Active.FirstOrDefault(member => member.IsActing);
            var members = world.Active.Where(member => leader?.Node.Membership.Contains(member.Id) ?? true).ToList();
            Ask(members, OperationKind.Get, key, () => ReadAll(key + 1));
        }
    }

    private void Ask(List<SimulatedMember> up, OperationKind kind, int key, Action then)
    {
        if (up.Count == 0)
        {
            world.Events.Plan(50, then);
            return;
        }

        var request = world.History.Begin(number, kind, key, patienceMs: 200 + random.Next(2000));
        up[random.Next(up.Count)].Requests.Take(request, then);
    }

    private OperationKind DrawKind() => random.Next(10) switch
    {
        < 4 => OperationKind.Put,
        < 7 => OperationKind.Get,
        < 9 => OperationKind.Cas,
        _ => OperationKind.Delete,
    };
}
