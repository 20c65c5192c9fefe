using Microkernel.Drivers.Heartbeat.Detection;

namespace Microkernel.Drivers.Heartbeat.Engine;

/// <summary>A peer as all rings together know it.</summary>
internal sealed class Peer(string node)
{
    // Instances of the peer's driver that ended: enough for a driver that crashes again and again within a replay.
    private const int MostRetired = 16;

    // No node is configured with more (ConfigurationReader); a faulty one must not stretch its bound without end.
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(10);

    private readonly Queue<UInt128> _retired = new();

    /// <summary>Name of the node.</summary>
    public string Node => node;

    /// <summary>Its links, one for each ring that it is on.</summary>
    public List<Link> Links { get; } = [];

    /// <summary>How many rings take turns in carrying its beats; 1 when each carries every one.</summary>
    public int Turns { get; set; } = 1;

    /// <summary>Whether it is heard.</summary>
    public PeerStanding Standing { get; private set; }

    /// <summary>Whether something changed that was not reported yet.</summary>
    public bool Changed { get; set; } = true;

    /// <summary>The instance of its driver that proved to live; 0 when none did.</summary>
    public UInt128 Instance { get; private set; }

    /// <summary>Monotonic time when it was last heard.</summary>
    public TimeSpan? LastHeard { get; private set; }

    /// <summary>Running time when it was last heard.</summary>
    public TimeSpan LastHeardRunning { get; private set; }

    /// <summary>Whether its core watches its driver, as it last told.</summary>
    public bool CoreAttached { get; private set; }

    /// <summary>Epoch of its core, as it last told; 0 when unknown.</summary>
    public ulong CoreEpoch { get; private set; }

    /// <summary>Time between its beats, as it last told.</summary>
    public TimeSpan Interval { get; private set; }

    /// <summary>Worst late wake-up that it last told of itself.</summary>
    public TimeSpan Lateness { get; private set; }

    /// <summary>How long it may be silent.</summary>
    public SilenceBound Bound { get; } = new();

    private TimeSpan _lastSent;

    // When the goodbye was sent, by the clock of the instance that said it; another instance has said none.
    private TimeSpan _left = TimeSpan.MaxValue;

    /// <summary>Whether this instance has ended: each of its datagrams is a replay.</summary>
    public bool HasRetired(UInt128 instance) => _retired.Contains(instance);

    /// <summary>Makes an instance that proved to live the peer's one; the former has ended for good.</summary>
    public void Establish(UInt128 instance)
    {
        if (Instance != UInt128.Zero)
        {
            if (_retired.Count == MostRetired)
                _retired.Dequeue();
            _retired.Enqueue(Instance);
        }
        Instance = instance;
        _left = TimeSpan.MaxValue;
        _lastSent = TimeSpan.Zero;
        Bound.Restart();
        foreach (var link in Links)
            link.ForgetPeerInstance();
    }

    /// <summary>Takes a beat of the current instance.</summary>
    public void Hear(in Wire.Beat beat, TimeSpan now, RunningClock running)
    {
        LastHeard = now;
        LastHeardRunning = running.Now;
        if (beat.Flags.HasFlag(Wire.BeatFlags.Leaving))
        {
            _left = beat.Sent < _left ? beat.Sent : _left;
            MoveTo(PeerStanding.Left);
        }
        // Beats sent before the goodbye may arrive after it, on another ring.
        else if (Standing != PeerStanding.Left || _left == TimeSpan.MaxValue || beat.Sent > _left)
        {
            if (Standing != PeerStanding.Heard)
                Bound.Restart();
            _left = TimeSpan.MaxValue;
            MoveTo(PeerStanding.Heard);
            Bound.AddBeat(running.Now, beat.Interval, beat.Lateness, running.WorstLateness);
        }
        if (beat.Sent < _lastSent)
            return;
        _lastSent = beat.Sent;
        Interval = beat.Interval < LongestInterval ? beat.Interval : LongestInterval;
        var attached = beat.Flags.HasFlag(Wire.BeatFlags.CoreAttached);
        Changed |= attached != CoreAttached || beat.CoreEpoch != CoreEpoch;
        CoreAttached = attached;
        Lateness = beat.Lateness;
        CoreEpoch = beat.CoreEpoch;
    }

    /// <summary>Declares it silent.</summary>
    public void FallSilent() => MoveTo(PeerStanding.Silent);

    private void MoveTo(PeerStanding standing)
    {
        Changed |= Standing != standing;
        Standing = standing;
    }
}
