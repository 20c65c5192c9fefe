namespace Microkernel.Core.Drivers.Supervision;

/// <summary>When a driver that ended may be started again: later with each time, soon again once it ran for
/// long.</summary>
internal sealed class RestartBackOff(TimeProvider time)
{
    private TimeSpan _wait;
    private long? _started;
    private long _notBefore;

    /// <summary>How often it was started again.</summary>
    public long Restarts { get; private set; }

    /// <summary>Whether it may be started now.</summary>
    public bool IsDue => time.GetTimestamp() >= _notBefore;

    /// <summary>It was started.</summary>
    public void Started()
    {
        if (_started is not null) Restarts++;
        _started = time.GetTimestamp();
    }

    /// <summary>It has ended; how long it now waits.</summary>
    public TimeSpan Ended(DriverManifest manifest)
    {
        var ran = _started is { } started ? time.GetElapsedTime(started) : TimeSpan.Zero;
        _wait = _wait == TimeSpan.Zero || ran >= manifest.RestartMax ? manifest.RestartMin : _wait * 2;
        if (_wait > manifest.RestartMax) _wait = manifest.RestartMax;
        _started ??= time.GetTimestamp();
        _notBefore = time.GetTimestamp() + (long)(_wait.TotalSeconds * time.TimestampFrequency);
        return _wait;
    }
}
