using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Protocol;

/// <summary>Computes the configuration that a <see cref="ConfigurationChange"/> leads to.</summary>
internal static class MembershipTransitions
{
    /// <summary>Returns the next configuration.</summary>
    /// <exception cref="InvalidMembershipChangeException">The change does not fit.</exception>
    public static Membership Apply(Membership current, ConfigurationChange change) => change.ChangeCase switch
    {
        ConfigurationChange.ChangeOneofCase.Bootstrap => new Membership(change.Bootstrap),
        ConfigurationChange.ChangeOneofCase.Begin => Begin(current, change.Begin),
        ConfigurationChange.ChangeOneofCase.End => End(current),
        ConfigurationChange.ChangeOneofCase.Takeover => TakeOver(current, change.Takeover),
        ConfigurationChange.ChangeOneofCase.Identity => Identify(current, change.Identity),
        _ => throw new InvalidMembershipChangeException("change: nothing is set."),
    };

    private static Membership Begin(Membership current, MembershipTransition transition)
    {
        if (current.IsJoint)
        {
            throw new InvalidMembershipChangeException("Another membership change is still in progress.");
        }

        var draft = new Draft(current.Configuration);
        var seen = new HashSet<ulong>();
        foreach (var change in transition.Changes)
        {
            if (!seen.Add(IdOf(change)))
            {
                throw new InvalidMembershipChangeException($"changes: member {IdOf(change)} appears twice.");
            }

            draft.Change(change);
        }

        return draft.Build(joint: true);
    }

    private static Membership End(Membership current)
    {
        if (!current.IsJoint)
        {
            throw new InvalidMembershipChangeException("No membership change is in progress.");
        }

        return new Draft(current.Configuration).Build(joint: false);
    }

    /// <summary>
    /// The survivor must belong to every majority: of two voters, and while a second one comes or goes, of the set
    /// without it. Whatever was committed is then in its log.
    /// </summary>
    private static Membership TakeOver(Membership current, Takeover takeover)
    {
        var configuration = current.Configuration;
        var voters = configuration.Voters.Union(configuration.OutgoingVoters).ToHashSet();
        var isInAll = configuration.Voters.Contains(takeover.SurvivorId)
            && (!current.IsJoint || configuration.OutgoingVoters.Contains(takeover.SurvivorId));
        if (takeover.SurvivorId == takeover.FencedId || !isInAll
            || !voters.SetEquals([takeover.SurvivorId, takeover.FencedId]))
        {
            throw new InvalidMembershipChangeException(
                $"takeover: members {takeover.SurvivorId} and {takeover.FencedId} are not the only two voters.");
        }

        var next = configuration.Clone();
        next.Voters.Clear();
        next.Voters.Add(takeover.SurvivorId);
        next.OutgoingVoters.Clear();
        next.Learners.AddRange(next.NextLearners.Append(takeover.FencedId).Except(next.Learners).ToList());
        next.NextLearners.Clear();
        return new Membership(next);
    }

    /// <summary>Records a data directory, unless the member is gone or another one was recorded before.</summary>
    private static Membership Identify(Membership current, MemberIdentity identity)
    {
        if (current.Find(identity.MemberId) is not { StorageId: 0 })
        {
            return current;
        }

        var next = current.Configuration.Clone();
        next.Members.Single(member => member.Id == identity.MemberId).StorageId = identity.StorageId;
        return new Membership(next);
    }

    public static ulong IdOf(MemberChange change) => change.ChangeCase switch
    {
        MemberChange.ChangeOneofCase.Voter => change.Voter.Id,
        MemberChange.ChangeOneofCase.Learner => change.Learner.Id,
        MemberChange.ChangeOneofCase.Remove => change.Remove,
        _ => throw new InvalidMembershipChangeException("changes: an element says neither voter, learner nor remove."),
    };

    private sealed class Draft(Configuration start)
    {
        private readonly SortedDictionary<ulong, Member> _members = new(start.Members.ToDictionary(m => m.Id));
        private readonly SortedSet<ulong> _voters = [.. start.Voters];
        private readonly SortedSet<ulong> _learners = [.. start.Learners, .. start.NextLearners];

        public void Change(MemberChange change)
        {
            var id = IdOf(change);
            if (id == 0)
            {
                throw new InvalidMembershipChangeException("changes: a member's id is at least 1.");
            }

            _voters.Remove(id);
            _learners.Remove(id);
            switch (change.ChangeCase)
            {
                case MemberChange.ChangeOneofCase.Voter:
                    _members[id] = Renewed(id, change.Voter);
                    _voters.Add(id);
                    break;
                case MemberChange.ChangeOneofCase.Learner:
                    _members[id] = Renewed(id, change.Learner);
                    _learners.Add(id);
                    break;
                default:
                    if (!_members.ContainsKey(id))
                    {
                        throw new InvalidMembershipChangeException($"changes: there is no member {id} to remove.");
                    }

                    break;
            }
        }

        /// <summary>A member that stays keeps its data directory.</summary>
        private Member Renewed(ulong id, Member member)
        {
            var renewed = member.Clone();
            renewed.StorageId = _members.GetValueOrDefault(id)?.StorageId ?? 0;
            return renewed;
        }

        public Membership Build(bool joint)
        {
            if (_voters.Count == 0)
            {
                throw new InvalidMembershipChangeException("changes: the last voter cannot leave.");
            }

            IEnumerable<ulong> outgoing = joint ? start.Voters : [];
            var next = new Configuration { Voters = { _voters }, OutgoingVoters = { outgoing } };
            foreach (var id in _learners)
            {
                (next.OutgoingVoters.Contains(id) ? next.NextLearners : next.Learners).Add(id);
            }

            next.Members.AddRange(_members.Values.Where(member =>
                _voters.Contains(member.Id) || _learners.Contains(member.Id)
                || next.OutgoingVoters.Contains(member.Id)));
            return new Membership(next);
        }
    }
}
