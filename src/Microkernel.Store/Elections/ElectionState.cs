namespace Microkernel.Store.Elections;

/// <summary>What a candidate knows of the election.</summary>
/// <param name="IsInTouch">The store answers: this candidate's lease lives for sure.</param>
/// <param name="IsLeader">This candidate holds the key, and its lease lives for sure.</param>
/// <param name="Term">The revision at which the leader took the key: each leader has a higher one; 0 before the first.</param>
/// <param name="Leader">Who holds the key; empty when nobody is known to.</param>
public sealed record ElectionState(bool IsInTouch, bool IsLeader, ulong Term, string Leader)
{
    /// <summary>Gets what is known before the store has answered.</summary>
    public static ElectionState Unknown { get; } = new(false, false, 0, "");
}
