namespace Microkernel.Consensus;

/// <summary>What a read's freshness rests on; see <see cref="RaftMember.ReadIndexAsync(ReadMode, CancellationToken)"/>.
/// </summary>
public enum ReadMode
{
    /// <summary>The leader asks a majority whether it still leads: correct whatever clocks do.</summary>
    ReadIndex,

    /// <summary>
    /// A leader whose majority lately promised it their votes answers alone; where it cannot, as
    /// <see cref="ReadIndex"/>. Needs <see cref="RaftMemberOptions.LeaseReads"/>.
    /// </summary>
    Lease,
}
