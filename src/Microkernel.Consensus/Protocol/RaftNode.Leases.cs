using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Protocol;

/// <summary>
/// Leases (Ongaro's thesis, section 6.4.1): a leader whose majority has promised to elect nobody else for a while may
/// answer reads without asking it each time. That rests on clocks that run about alike, so it is used by choice only.
/// </summary>
internal sealed partial class RaftNode
{
    private long _promisedUntilTick;
    private bool _hasGivenUpLease;

    /// <summary>
    /// The caller's monotonic clock, never ahead of it; 0 asks for no leases. It may lag: that shortens leases.
    /// </summary>
    public long Clock { get; set; }

    private bool IsPromised => _now < _promisedUntilTick;

    /// <summary>
    /// Returns an index that may be read at without asking anybody; null when the lease is over, or never was.
    /// </summary>
    /// <param name="now">The caller's monotonic clock at this moment: a pause before it counts.</param>
    public ulong? LeaseIndex(long now)
    {
        if (Role != RaftRole.Leader || _hasGivenUpLease || _transferTarget != 0
            || _log.TermAt(_log.Committed) != _term)
        {
            return null;
        }

        var from = _membership.AgreedValue(id => id == _options.Id ? (ulong)now
            : _progress.TryGetValue(id, out var progress) ? progress.LeaseFrom : 0);
        return from != 0 && now - (long)from < _options.LeaseDuration ? _log.Committed : null;
    }

    /// <summary>After a start promises may be in force that were made before.</summary>
    private void RenewPromise() => _promisedUntilTick = _options.GrantsLeases ? _now + _options.ElectionTicks : 0;

    private ulong Promise(HeartbeatRequest request)
    {
        if (!_options.GrantsLeases || request.SentAt == 0)
        {
            return 0;
        }

        RenewPromise();
        return request.SentAt;
    }
}
