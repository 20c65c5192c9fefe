using Mvccpb;

namespace Microkernel.Store.Mvcc;

/// <summary>Keys, their history and the revision: the state that every member holds.</summary>
/// <remarks>
/// Changes happen under <see cref="Gate"/>. Readers take it only to get a <see cref="MvccView"/>. A write costs the
/// same however many keys there are, up to the depth of a tree of 64-way nodes. A snapshot from the leader does not
/// change a state but replaces it, so views stay what they are.
/// </remarks>
internal sealed class MvccState(Lock gate)
{
    /// <summary>Memory that a version takes beside key and value, in bytes; measured on a 64-bit runtime.</summary>
    private const int VersionOverhead = 220;

    private readonly KeyTree _keys = new();
    private readonly RevisionLog _log = new();
    private readonly List<long> _pins = [];
    private long _forgotten;

    /// <summary>Guards all of the state; held briefly.</summary>
    public Lock Gate => gate;

    /// <summary>Gets the newest revision; an empty store has 1.</summary>
    public long Revision { get; private set; } = 1;

    /// <summary>Gets the oldest revision that can be read; 0 if nothing was compacted.</summary>
    public long CompactRevision { get; private set; }

    /// <summary>
    /// Gets the first revision whose changes are kept, with the values before them; watches can begin there. That is the
    /// compacted revision or, after <see cref="Reclaim"/>, the one that follows it.
    /// </summary>
    public long FirstChange { get; private set; }

    /// <summary>Gets the number of keys.</summary>
    public int LiveKeys => _keys.Live;

    /// <summary>Gets an estimate of the memory that keys and history take, in bytes.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>Gets the revision up to which superseded versions may already be gone; read without the gate.</summary>
    public long ForgottenRevision => Volatile.Read(ref _forgotten);

    /// <summary>Gets the newest version of a key, which may be a deletion; the caller holds the gate.</summary>
    public KeyVersion? Head(ReadOnlySpan<byte> key) => _keys.Find(key);

    /// <summary>Returns the state as it is now; the caller holds the gate.</summary>
    public MvccView View() => new(this, _keys.Freeze(), Revision, CompactRevision, FirstChange);

    /// <summary>Returns the state for use while the gate is held and before the next change.</summary>
    /// <param name="revision">The revision that the newest versions have, which may not be complete yet.</param>
    public MvccView Peek(long revision) => new(this, _keys.Peek(), revision, CompactRevision, FirstChange);

    public RevisionLog.RevisionLogView LogView() => _log.View();

    /// <summary>Puts a version in place; the caller holds the gate and advances the revision when all are in.</summary>
    public void Add(byte[] key, KeyVersion version)
    {
        _keys.Set(key, version);
        _log.Append(version);
        SizeBytes += SizeOf(version);
    }

    /// <summary>Puts a key in place that has no history, while a snapshot is read.</summary>
    public void AddBase(byte[] key, KeyVersion version)
    {
        _keys.Set(key, version);
        SizeBytes += SizeOf(version);
    }

    public void AdvanceTo(long revision) => Revision = revision;

    /// <summary>Takes over the revisions of a snapshot.</summary>
    public void Begin(long revision, long compactRevision, long firstChange)
    {
        Revision = revision;
        CompactRevision = compactRevision;
        FirstChange = firstChange;
        _forgotten = firstChange - 1;
    }

    /// <summary>Makes the revisions before one unreadable; the space is freed by <see cref="Forget"/>.</summary>
    public void Compact(long revision) => CompactRevision = FirstChange = revision;

    /// <summary>
    /// Compacts, and gives up the changes of the compacted revision itself, too: after a large deletion nothing else would
    /// free what was deleted until something is written.
    /// </summary>
    public void Reclaim(long revision) => (CompactRevision, FirstChange) = (revision, revision + 1);

    /// <summary>Keeps the history that is readable now until <see cref="Unpin"/>; the caller holds the gate.</summary>
    public long Pin()
    {
        _pins.Add(FirstChange);
        return FirstChange;
    }

    public void Unpin(long firstChange)
    {
        lock (Gate)
            _pins.Remove(firstChange);
    }

    /// <summary>Frees some of what compaction made unreadable; the caller holds the gate.</summary>
    /// <param name="changesMax">The most changes to look at, which bounds the time that it takes.</param>
    /// <returns>Whether all is freed that can be.</returns>
    public bool Forget(int changesMax)
    {
        // The newest version at the compacted revision stays, and so do the changes from the first that is kept on.
        long target = FirstChange - 1;
        foreach (long pin in _pins)
            target = Math.Min(target, pin - 1);
        if (_log.Oldest is not { } first || first.Revision > target)
            return true;
        Volatile.Write(ref _forgotten, target);
        for (int i = 0; i < changesMax; i++)
        {
            if (_log.Oldest is not { } change || change.Revision > target)
                return true;
            Forget(change);
            _log.DropOldest();
        }

        return false;
    }

    private void Forget(KeyVersion change)
    {
        for (var version = change.Previous; version is not null; version = version.Previous)
            SizeBytes -= SizeOf(version);
        change.ForgetPrevious();
        if (change.IsLive)
            return;
        var key = change.Data.Key.Span;
        if (!ReferenceEquals(_keys.Find(key), change))
            return;
        _keys.Remove(key);
        SizeBytes -= SizeOf(change);
    }

    private static long SizeOf(KeyVersion version) => SizeOf(version.Data);

    private static long SizeOf(KeyValue data) => VersionOverhead + data.Key.Length + data.Value.Length;
}
