namespace Microkernel.Drivers.Heartbeat.Detection;

/// <summary>How long a peer may be silent: shorter than the operator's bound while its beats come evenly.</summary>
/// <remarks>
/// Calm arrivals allow a verdict at 0.7 of the bound (at least three intervals). Each unevenness that was seen
/// lately, in arrivals or in late wake-ups on either side, adds twice its size, up to the bound and never beyond.
/// </remarks>
internal sealed class SilenceBound
{
    private const double CalmShare = 0.7;
    private const int FewestIntervals = 3;

    // Until this much was seen of a peer, nothing is known of how evenly it beats: the bound holds.
    private static readonly TimeSpan Acquaintance = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(60);

    private readonly WindowedMaximum _unevenness = new(Memory);
    private TimeSpan? _firstHeard;
    private TimeSpan _lastHeard;

    /// <summary>Forgets what was seen: the peer has started anew or was silent.</summary>
    public void Restart() => _firstHeard = null;

    /// <summary>Takes a beat of the peer, heard on any ring.</summary>
    /// <param name="now">Running time.</param>
    /// <param name="interval">Time between two beats of the peer.</param>
    /// <param name="peerLateness">Worst late wake-up that the peer tells of itself.</param>
    /// <param name="ownLateness">Worst late wake-up of ourselves.</param>
    public void AddBeat(TimeSpan now, TimeSpan interval, TimeSpan peerLateness, TimeSpan ownLateness)
    {
        if (_firstHeard is null)
            _firstHeard = now;
        else
            _unevenness.Add(Greatest(now - _lastHeard - interval, peerLateness, ownLateness), now);
        _lastHeard = now;
    }

    /// <summary>The silence after which the peer is silent.</summary>
    /// <param name="bound">The operator's bound.</param>
    /// <param name="interval">Time between two beats of the peer.</param>
    /// <param name="mayAdapt">Whether it may be shorter than the bound. Not where rings take turns: as long as a
    /// broken ring is not noticed, every beat that it should have carried is missing.</param>
    public TimeSpan Current(TimeSpan bound, TimeSpan interval, bool mayAdapt = true)
    {
        // While a longer interval is rolled out over the nodes, a peer may already keep to it: that is no silence.
        var fewest = interval * FewestIntervals;
        if (fewest > bound)
            return fewest;
        if (!mayAdapt || _firstHeard is not { } first || _lastHeard - first < Acquaintance)
            return bound;
        var calm = bound * CalmShare;
        var adapted = (calm > fewest ? calm : fewest) + _unevenness.Value * 2;
        return adapted < bound ? adapted : bound;
    }

    private static TimeSpan Greatest(TimeSpan a, TimeSpan b, TimeSpan c)
    {
        var greater = a > b ? a : b;
        return greater > c ? greater : c;
    }
}
