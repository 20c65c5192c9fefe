using Microkernel.Raft.V1;

namespace Simulation.World;

/// <summary>Loses, delays, repeats and reorders messages, and cuts links, each direction by itself.</summary>
internal sealed class SimulatedNetwork(Random random, EventQueue events, Action<Message> deliver)
{
    private readonly HashSet<(ulong From, ulong To)> _cut = [];

    /// <summary>Messages lost, in percent.</summary>
    public int LossPercent { get; set; }

    /// <summary>Messages repeated, in percent.</summary>
    public int RepeatPercent { get; set; }

    /// <summary>Messages delayed by up to half a second, in percent.</summary>
    public int DelayPercent { get; set; }

    public void Cut(ulong from, ulong to) => _cut.Add((from, to));

    public void Heal(ulong from, ulong to) => _cut.Remove((from, to));

    public void HealAll() => _cut.Clear();

    public bool IsCut(ulong from, ulong to) => _cut.Contains((from, to));

    /// <summary>Sends a message; it arrives as a copy, for the sender may go on using its own.</summary>
    public void Send(Message message)
    {
        if (IsCut(message.From, message.To) || random.Next(100) < LossPercent)
        {
            return;
        }

        var copies = random.Next(100) < RepeatPercent ? 2 : 1;
        for (var i = 0; i < copies; i++)
        {
            var copy = message.Clone();
            var delay = random.Next(100) < DelayPercent ? random.Next(500) : 1 + random.Next(5);
            events.Plan(delay, () =>
            {
                if (!IsCut(copy.From, copy.To))
                {
                    deliver(copy);
                }
            });
        }
    }
}
