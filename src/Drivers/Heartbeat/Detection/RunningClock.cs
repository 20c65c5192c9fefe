namespace Microkernel.Drivers.Heartbeat.Detection;

/// <summary>Time that passed while this process ran; it stands still while that is stopped or starved.</summary>
/// <remarks>
/// Silence is measured by it. Beats that came while we could not listen are no silence of the peer; without this
/// a host that was itself paused would take each of its peers for dead when it wakes.
/// </remarks>
internal sealed class RunningClock
{
    // A late wake-up up to this is the operating system's usual scheduling, not a pause.
    private static readonly TimeSpan UsualLateness = TimeSpan.FromMilliseconds(10);

    // How far back WorstLateness looks, at most.
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(60);

    private readonly WindowedMaximum _lateness = new(Memory);
    private TimeSpan _stoodStill;

    /// <summary>Running time at the last <see cref="Advance"/>; never goes back.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>Worst late wake-up lately.</summary>
    public TimeSpan WorstLateness => _lateness.Value;

    /// <summary>Moves the clock on and returns by how much this wake-up was late.</summary>
    /// <param name="now">Monotonic time.</param>
    /// <param name="due">Monotonic time at which the process meant to wake up; not before the last call's now.</param>
    public TimeSpan Advance(TimeSpan now, TimeSpan due)
    {
        var late = now > due ? now - due : TimeSpan.Zero;
        if (late > UsualLateness)
            _stoodStill += late;
        _lateness.Add(late, now);
        Now = now - _stoodStill;
        return late;
    }
}
