namespace Microkernel.Store.Mvcc;

/// <summary>The state at one moment, for reading without locks.</summary>
internal readonly struct MvccView(MvccState state, KeyNode root, long revision, long compactRevision, long firstChange)
{
    public KeyNode Root => root;

    /// <summary>Gets the newest revision in the view.</summary>
    public long Revision => revision;

    public long CompactRevision => compactRevision;

    /// <summary>Gets the first revision whose changes are kept.</summary>
    public long FirstChange => firstChange;

    /// <summary>
    /// Tells whether what was read as of a revision is complete. Compaction may have freed history behind a reader's
    /// back; what was newest when the view was taken is always complete.
    /// </summary>
    public bool StillHolds(long readRevision) => readRevision >= revision || state.ForgottenRevision <= readRevision;
}
