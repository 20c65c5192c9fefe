using Google.Protobuf;
using Microkernel.Store.Leases;
using Mvccpb;

namespace Microkernel.Store.Mvcc;

/// <summary>The changes of one revision.</summary>
internal sealed class WriteBatch(MvccState state, LeaseTable leases)
{
    private readonly List<KeyVersion> _changes = [];

    /// <summary>Gets the changes so far, in order.</summary>
    public IReadOnlyList<KeyVersion> Changes => _changes;

    /// <summary>Gets the revision as the batch's own reads see it.</summary>
    public long Revision => _changes.Count == 0 ? state.Revision : state.Revision + 1;

    public void Start() => _changes.Clear();

    /// <summary>Writes a key and returns what was there.</summary>
    public KeyValue? Put(ByteString key, ByteString value, long lease)
    {
        var head = state.Head(key.Span);
        var before = head is { IsLive: true } ? head.Data : null;
        long revision = state.Revision + 1;
        var data = new KeyValue
        {
            Key = head?.Data.Key ?? key,
            Value = value,
            CreateRevision = before?.CreateRevision ?? revision,
            ModRevision = revision,
            Version = (before?.Version ?? 0) + 1,
            Lease = lease,
        };
        Add(data, head);
        if (before is not null && before.Lease != lease)
            leases.Detach(before.Lease, data.Key);
        if (before is null || before.Lease != lease)
            leases.Attach(lease, data.Key);
        return before;
    }

    /// <summary>Deletes a key whose newest version is given and live.</summary>
    public void Delete(KeyVersion head)
    {
        Add(new KeyValue { Key = head.Data.Key, ModRevision = state.Revision + 1 }, head);
        leases.Detach(head.Data.Lease, head.Data.Key);
    }

    /// <summary>Makes the changes a revision, unless there are none.</summary>
    public void Commit()
    {
        if (_changes.Count > 0)
            state.AdvanceTo(state.Revision + 1);
    }

    private void Add(KeyValue data, KeyVersion? head)
    {
        var version = new KeyVersion(data, _changes.Count, head);
        state.Add(KeyBytes.Of(data.Key), version);
        _changes.Add(version);
    }
}
