using System.Threading.Channels;
using Microkernel.Consensus.Protocol;

namespace Microkernel.Consensus.Hosting;

/// <summary>Publishes a member's status, and tells listeners of the changes that matter to them.</summary>
internal sealed class StatusBoard
{
    private readonly Channel<RaftStatus> _changes =
        Channel.CreateUnbounded<RaftStatus>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private readonly Task _notifying;
    private Membership? _membership;
    private RaftStatus _current;

    public StatusBoard(ulong id, Action<Exception> onListenerFailed)
    {
        _current = new RaftStatus { Id = id };
        _notifying = Task.Run(() => NotifyAsync(onListenerFailed));
    }

    public event Action<RaftStatus>? Changed;

    public RaftStatus Current => Volatile.Read(ref _current);

    /// <summary>Publishes the state machine's status; called on the loop's thread.</summary>
    public bool Publish(RaftNode node)
    {
        var old = _current;
        var sameMembership = ReferenceEquals(_membership, node.Membership);
        var now = old with
        {
            Role = node.Role,
            Term = node.Term,
            LeaderId = node.LeaderId,
            HasQuorum = node.HasQuorum,
            CommitIndex = node.Log.Committed,
            FirstIndex = node.Log.FirstIndex,
            LastIndex = node.Log.LastIndex,
            LogMemoryBytes = node.Log.CachedBytes,
            SnapshotIndex = node.Snapshot?.Position.Index ?? 0,
            IsDiskStalled = node.IsWriteStalled,
            MayTakeOver = node.HasMetPeer,
        };
        if (!sameMembership)
        {
            _membership = node.Membership;
            now = WithMembership(now, node.Membership);
        }

        var caughtUp = node.Membership.Configuration.Learners.Count == 0 ? [] : node.CaughtUpLearners.ToArray();
        var sameLearners = caughtUp.SequenceEqual(old.CaughtUpLearners);
        now = sameLearners ? now : now with { CaughtUpLearners = caughtUp };
        Volatile.Write(ref _current, now);
        if (sameMembership && sameLearners && (old.Role, old.Term, old.LeaderId, old.HasQuorum, old.IsDiskStalled)
            == (now.Role, now.Term, now.LeaderId, now.HasQuorum, now.IsDiskStalled))
        {
            return false;
        }

        _changes.Writer.TryWrite(now);
        return true;
    }

    public Task StopAsync()
    {
        _changes.Writer.TryComplete();
        return _notifying;
    }

    private static RaftStatus WithMembership(RaftStatus status, Membership membership)
    {
        var configuration = membership.Configuration;
        return status with
        {
            Voters = [.. configuration.Voters],
            OutgoingVoters = [.. configuration.OutgoingVoters],
            Learners = [.. configuration.Learners],
            Members = [.. configuration.Members.Select(
                member => new RaftPeer(member.Id, member.Name, [.. member.Addresses], member.Witness)
                {
                    StorageId = member.StorageId,
                })],
        };
    }

    private async Task NotifyAsync(Action<Exception> onListenerFailed)
    {
        await foreach (var status in _changes.Reader.ReadAllAsync())
        {
            try
            {
                Changed?.Invoke(status);
            }
#pragma warning disable CA1031 // A listener's failure is its own.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                onListenerFailed(exception);
            }
        }
    }
}
