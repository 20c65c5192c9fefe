using Etcdserverpb;
using Microkernel.Core.State;
using Microkernel.Driver.V1;

namespace Microkernel.Core.Transitions;

/// <summary>One leader's authority for one term: numbers its orders, and guards its writes.</summary>
internal sealed class LeaderToken(ulong term, long leaderRevision)
{
    private ulong _step;

    public ulong Term => term;

    /// <summary>Revision at which this leader took office.</summary>
    public long Revision => leaderRevision;

    /// <summary>Holds only while no other leader has taken office.</summary>
    public Compare Comparison { get; } = StateWriter.AtRevision(StateKeys.Leader, leaderRevision);

    /// <summary>The token of the next order.</summary>
    public FencingToken Next() => new() { Term = term, Step = Interlocked.Increment(ref _step) };
}
