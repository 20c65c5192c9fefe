namespace Microkernel.Drivers.Heartbeat.Detection;

/// <summary>The greatest of the samples of the last one to two half windows.</summary>
internal sealed class WindowedMaximum(TimeSpan window)
{
    private readonly TimeSpan _half = window / 2;
    private TimeSpan _halfEnds = TimeSpan.MinValue;
    private TimeSpan _current;
    private TimeSpan _previous;

    /// <summary>The greatest sample; zero when there is none.</summary>
    public TimeSpan Value => _current > _previous ? _current : _previous;

    /// <summary>Takes a sample.</summary>
    public void Add(TimeSpan sample, TimeSpan now)
    {
        if (now >= _halfEnds)
        {
            _previous = now >= _halfEnds + _half ? TimeSpan.Zero : _current;
            _current = TimeSpan.Zero;
            _halfEnds = now + _half;
        }
        if (sample > _current)
            _current = sample;
    }
}
