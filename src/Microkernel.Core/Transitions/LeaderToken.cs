using Etcdserverpb;
using Microkernel.Core.State;
using Microkernel.Driver.V1;

namespace Microkernel.Core.Transitions;

/// <summary>One leader's authority for one term: numbers its orders, and guards its writes.</summary>
internal sealed class LeaderToken(ulong term, long leaderRevision)
{
    private ulong _step;

    /// <summary>
    /// The authority of one of two nodes that has lost the other, and with it the quorum: to fence it, and nothing
    /// else. Ranks above all orders of the term that ended and below those of the next.
    /// </summary>
    public static LeaderToken Alone(ulong term) => new(term, 0) { _step = 1UL << 62 };

    public ulong Term => term;

    /// <summary>Revision at which this leader took office.</summary>
    public long Revision => leaderRevision;

    /// <summary>Holds only while no other leader has taken office.</summary>
    public Compare Comparison { get; } = StateWriter.AtRevision(StateKeys.Leader, leaderRevision);

    /// <summary>The token of the next order.</summary>
    public FencingToken Next() => new() { Term = term, Step = Interlocked.Increment(ref _step) };
}
