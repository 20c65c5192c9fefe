using Mvccpb;

namespace Microkernel.Store.Mvcc;

/// <summary>One version of one key, linked to the version before it.</summary>
/// <remarks>
/// Readers share versions without locks: everything but <see cref="Previous"/> never changes, and that is only ever
/// cut, by compaction, after <see cref="MvccState.ForgottenRevision"/> was raised for readers to notice.
/// </remarks>
internal sealed class KeyVersion(KeyValue data, int order, KeyVersion? previous)
{
    private volatile KeyVersion? _previous = previous;

    /// <summary>Gets what was stored; a version number of 0 marks a deletion.</summary>
    public KeyValue Data { get; } = data;

    /// <summary>Gets the place within the revision, from 0.</summary>
    public int Order { get; } = order;

    public KeyVersion? Previous => _previous;

    public long Revision => Data.ModRevision;

    public bool IsLive => Data.Version != 0;

    /// <summary>Gets the value before this change, if there was one and it is kept.</summary>
    public KeyValue? PreviousData => _previous is { IsLive: true } before ? before.Data : null;

    /// <summary>Finds the version that was the newest at a revision; deletions count as versions.</summary>
    public KeyVersion? At(long revision)
    {
        var version = this;
        while (version is not null && version.Revision > revision)
            version = version._previous;
        return version;
    }

    /// <summary>Finds the value at a revision.</summary>
    public KeyVersion? LiveAt(long revision) => At(revision) is { IsLive: true } version ? version : null;

    /// <summary>Lets the versions before this one go.</summary>
    public void ForgetPrevious() => _previous = null;
}
