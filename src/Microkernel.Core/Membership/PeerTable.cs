using Microkernel.Driver.V1;

namespace Microkernel.Core.Membership;

/// <summary>What this node's heartbeat driver last said of a peer.</summary>
/// <param name="Change">Its words.</param>
/// <param name="CoreDetachedSince">Monotonic time since which the peer's core is missing; null while it is there.</param>
internal sealed record PeerView(PeerChange Change, long? CoreDetachedSince);

/// <summary>What the rings say of the peers, as the active heartbeat driver of this node hears it.</summary>
internal sealed class PeerTable(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PeerView> _peers = [];
    private long? _listeningSince;

    /// <summary>A peer's state, or whether anyone listens, changed.</summary>
    public event Action? Changed;

    /// <summary>
    /// Monotonic time since which a configured driver listens without a break; null while none does, when nothing may
    /// be concluded from silence.
    /// </summary>
    public long? ListeningSince
    {
        get
        {
            lock (_lock)
                return _listeningSince;
        }
    }

    /// <summary>What is known of a peer; null when nothing is.</summary>
    public PeerView? Find(string node)
    {
        lock (_lock)
            return _peers.GetValueOrDefault(node);
    }

    /// <summary>What is known of all peers.</summary>
    public IReadOnlyList<PeerView> All
    {
        get
        {
            lock (_lock)
                return [.. _peers.Values];
        }
    }

    /// <summary>The driver was configured and listens from now on.</summary>
    public void StartListening()
    {
        lock (_lock)
        {
            _peers.Clear();
            _listeningSince = time.GetTimestamp();
        }
        Changed?.Invoke();
    }

    /// <summary>No driver listens any more.</summary>
    public void StopListening()
    {
        lock (_lock)
        {
            if (_listeningSince is null) return;
            _listeningSince = null;
            _peers.Clear();
        }
        Changed?.Invoke();
    }

    /// <summary>Takes in what the driver says.</summary>
    public void Update(IEnumerable<PeerChange> changes)
    {
        var matters = false;
        lock (_lock)
        {
            foreach (var change in changes)
            {
                var before = _peers.GetValueOrDefault(change.Node);
                matters |= before is null || before.Change.State != change.State ||
                    before.Change.CoreAttached != change.CoreAttached || before.Change.Deaf != change.Deaf ||
                    before.Change.CoreEpoch != change.CoreEpoch;
                _peers[change.Node] = new PeerView(
                    change, change.CoreAttached ? null : before?.CoreDetachedSince ?? time.GetTimestamp());
            }
        }
        if (matters) Changed?.Invoke();
    }
}
