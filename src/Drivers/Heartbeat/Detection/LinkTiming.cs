namespace Microkernel.Drivers.Heartbeat.Detection;

/// <summary>Smoothed round trip and jitter of one link.</summary>
internal struct LinkTiming
{
    private TimeSpan? _transit;

    /// <summary>Smoothed round trip; null until measured.</summary>
    public TimeSpan? RoundTrip { get; private set; }

    /// <summary>Smoothed difference in the time that beats travel.</summary>
    public TimeSpan Jitter { get; private set; }

    /// <summary>Takes a round trip, by the gain of RFC 6298, 2.3.</summary>
    public void AddRoundTrip(TimeSpan sample)
    {
        if (sample >= TimeSpan.Zero)
            RoundTrip = RoundTrip is { } smoothed ? smoothed + (sample - smoothed) / 8 : sample;
    }

    /// <summary>Takes an arrival; both clocks only have to tick alike (RFC 3550, 6.4.1).</summary>
    public void AddArrival(TimeSpan sent, TimeSpan arrived)
    {
        var transit = arrived - sent;
        if (_transit is { } previous)
            Jitter += ((transit - previous).Duration() - Jitter) / 16;
        _transit = transit;
    }
}
