using Etcdserverpb;
using Microkernel.Consensus;
using Microkernel.Store.Mvcc;
using Microkernel.Store.Replication;
using Microkernel.Store.V1;

namespace Microkernel.Store.Snapshots;

/// <summary>The store at one moment. Capturing it costs little; writing it holds up nobody.</summary>
internal sealed class StoreSnapshot : IStateMachineSnapshot
{
    private readonly MvccState _state;
    private readonly MvccView _view;
    private readonly RevisionLog.RevisionLogView _log;
    private readonly List<SnapshotLease> _leases = [];
    private readonly List<AlarmMember> _alarms;
    private readonly long _pin;
    private bool _disposed;

    private StoreSnapshot(StoreContents contents)
    {
        _state = contents.Keys;
        _view = _state.View();
        _log = _state.LogView();
        _pin = _state.Pin();
        foreach (var lease in contents.Leases.All)
        {
            _leases.Add(new SnapshotLease
            {
                Id = lease.Id,
                TtlSeconds = lease.TtlSeconds,
                Renewals = lease.Renewals,
            });
        }

        _alarms = [.. contents.Alarms.All];
    }

    /// <summary>Gets the revision of what was captured.</summary>
    public long Revision => _view.Revision;

    /// <summary>Gets the oldest revision that can be read in it.</summary>
    public long CompactRevision => _view.CompactRevision;

    /// <summary>Computes a hash of keys and history up to a revision.</summary>
    public uint Hash(long revision) => History.Hash(_view, revision);

    public static StoreSnapshot Capture(StoreReplica replica)
    {
        lock (replica.Gate)
            return new StoreSnapshot(replica.Contents);
    }

    /// <inheritdoc/>
    public void WriteTo(Stream destination)
    {
        using var writer = new SnapshotBlockWriter(destination);
        writer.Write(new SnapshotRecord
        {
            Header = new SnapshotHeader
            {
                Format = SnapshotFormat.Version,
                Revision = _view.Revision,
                CompactRevision = _view.CompactRevision,
                FirstChange = _view.FirstChange,
            },
        });
        // In order of number, so that equal states give equal bytes.
        foreach (var lease in _leases.OrderBy(lease => lease.Id))
            writer.Write(new SnapshotRecord { Lease = lease });
        foreach (var alarm in _alarms)
            writer.Write(new SnapshotRecord { Alarm = alarm });
        foreach (var version in History.Base(_view))
            writer.Write(new SnapshotRecord { KeyValue = version.Data });
        for (long i = _log.IndexOf(_view.FirstChange); i < _log.End; i++)
            writer.Write(new SnapshotRecord { Change = _log[i].Data });
        writer.End();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _state.Unpin(_pin);
    }
}
