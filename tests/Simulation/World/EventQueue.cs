using Simulation.Checks;

namespace Simulation.World;

/// <summary>What will happen when; events of one moment happen in the order in which they were planned.</summary>
internal sealed class EventQueue(SimulatedTime time)
{
    private const int EventsMax = 20_000;
    private readonly PriorityQueue<Action, (long At, long Order)> _events = new();
    private long _planned;

    public void Plan(long delayMs, Action action) => _events.Enqueue(action, (time.NowMs + delayMs, _planned++));

    /// <summary>Lets the next event happen; false when it lies behind a moment.</summary>
    public bool Step(long untilMs)
    {
        if (!_events.TryPeek(out var action, out var when) || when.At > untilMs)
        {
            time.NowMs = untilMs;
            return false;
        }

        _events.Dequeue();
        SafetyOracle.Check(_events.Count < EventsMax, "no storms", $"at {time.NowMs} ms messages beget messages");
        time.NowMs = when.At;
        action();
        return true;
    }
}
