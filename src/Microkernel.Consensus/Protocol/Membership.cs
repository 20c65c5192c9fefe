using Google.Protobuf.Collections;
using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Protocol;

/// <summary>An immutable view of a <see cref="Configuration"/>: who votes, and what a majority is.</summary>
internal sealed class Membership
{
    public static readonly Membership Empty = new(new Configuration());

    private readonly HashSet<ulong> _all;

    public Membership(Configuration configuration)
    {
        Configuration = configuration;
        _all = [.. configuration.Voters, .. configuration.OutgoingVoters, .. configuration.Learners];
    }

    /// <summary>The configuration; never changed once it is here.</summary>
    public Configuration Configuration { get; }

    public IReadOnlyCollection<ulong> All => _all;

    public bool IsJoint => Configuration.OutgoingVoters.Count > 0;

    public bool Contains(ulong id) => _all.Contains(id);

    public bool IsVoter(ulong id) =>
        Configuration.Voters.Contains(id) || Configuration.OutgoingVoters.Contains(id);

    public bool IsWitness(ulong id) => Find(id)?.Witness ?? false;

    public Member? Find(ulong id) => Configuration.Members.FirstOrDefault(member => member.Id == id);

    /// <summary>Returns the highest value that a majority (of both sets of voters, if joint) has reached.</summary>
    public ulong AgreedValue(Func<ulong, ulong> valueOf)
    {
        if (Configuration.Voters.Count == 0)
        {
            return 0;
        }

        var agreed = MajorityValue(Configuration.Voters, valueOf);
        return IsJoint ? Math.Min(agreed, MajorityValue(Configuration.OutgoingVoters, valueOf)) : agreed;
    }

    /// <summary>Tells whether those for whom the predicate holds are a majority (of both sets of voters).</summary>
    public bool IsQuorum(Func<ulong, bool> holds) => AgreedValue(id => holds(id) ? 1UL : 0UL) == 1;

    private static ulong MajorityValue(RepeatedField<ulong> voters, Func<ulong, ulong> valueOf)
    {
        Span<ulong> values = voters.Count <= 16 ? stackalloc ulong[voters.Count] : new ulong[voters.Count];
        for (var i = 0; i < voters.Count; i++)
        {
            values[i] = valueOf(voters[i]);
        }

        values.Sort();
        return values[(voters.Count - 1) / 2];
    }
}
