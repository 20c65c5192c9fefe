using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Etcdserverpb;
using Microkernel.Consensus;
using Microkernel.Store.Etcd;

namespace Microkernel.Store.Replication;

/// <summary>The embedded Raft as the store's log.</summary>
/// <param name="member">Finds this node's member; null as long as it has not started.</param>
/// <param name="cluster">The name of the cluster.</param>
/// <param name="scheme">The scheme of members' addresses, http or https.</param>
internal sealed class RaftLog(Func<RaftMember?> member, string cluster, string scheme = "http") : IReplicatedLog, IClusterControl
{
    private RaftMember? _member;

    public ulong ClusterId { get; } =
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(cluster)));

    public ulong MemberId => Find()?.Status.Id ?? 0;

    public ulong Term => Find()?.Status.Term ?? 0;

    public ulong LeaderId => Find()?.Status.LeaderId ?? 0;

    public IReadOnlyList<Member> Members => Find()?.Status is { } status
        ? [.. status.Members.OrderBy(peer => peer.Id).Select(peer => Describe(peer, status))]
        : [];

    public ulong CommitIndex => Find()?.Status.CommitIndex ?? 0;

    public ulong AppliedIndex => Find()?.Status.AppliedIndex ?? 0;

    public Task<object?> ProposeAsync(ReadOnlyMemory<byte> command, CancellationToken cancellationToken) =>
        TranslateAsync(raft => raft.ProposeAsync(command, cancellationToken));

    public Task WaitForReadAsync(CancellationToken cancellationToken) =>
        TranslateAsync(raft => raft.ReadIndexAsync(cancellationToken));

    public async Task<Member> AddMemberAsync(
        IReadOnlyList<string> peerUrls, bool learner, CancellationToken cancellationToken)
    {
        var addresses = peerUrls.Select(MemberUrls.ToAddress).ToList();
        if (Find()?.Status.Members.Any(peer => peer.Addresses.Intersect(addresses).Any()) == true)
            throw new StoreException(StoreError.PeerUrlExists);
        // Drawn by lot, because a number must never come back after its member was removed.
        ulong id = BinaryPrimitives.ReadUInt32LittleEndian(RandomNumberGenerator.GetBytes(sizeof(uint))) | 1u << 31;
        var peer = new RaftPeer(id, "", addresses);
        var change = new MembershipChange();
        await ChangeAsync(learner ? change.AddLearner(peer) : change.AddVoter(peer), cancellationToken);
        return new Member { ID = id, IsLearner = learner, PeerURLs = { peerUrls } };
    }

    public Task RemoveMemberAsync(ulong id, CancellationToken cancellationToken)
    {
        _ = FindPeer(id);
        return ChangeAsync(new MembershipChange().Remove(id), cancellationToken);
    }

    public Task UpdateMemberAsync(ulong id, IReadOnlyList<string> peerUrls, CancellationToken cancellationToken)
    {
        var peer = FindPeer(id) with { Addresses = [.. peerUrls.Select(MemberUrls.ToAddress)] };
        var change = new MembershipChange();
        return ChangeAsync(IsLearner(id) ? change.AddLearner(peer) : change.AddVoter(peer), cancellationToken);
    }

    public Task PromoteMemberAsync(ulong id, CancellationToken cancellationToken)
    {
        var peer = FindPeer(id);
        return IsLearner(id)
            ? ChangeAsync(new MembershipChange().AddVoter(peer), cancellationToken)
            : throw new StoreException(StoreError.MemberNotLearner);
    }

    public Task TransferLeadershipAsync(ulong target, CancellationToken cancellationToken) =>
        TranslateAsync(async raft =>
        {
            await raft.TransferLeadershipAsync(target, cancellationToken);
            return true;
        });

    private Member Describe(RaftPeer peer, RaftStatus status)
    {
        var member = new Member { ID = peer.Id, Name = peer.Name, IsLearner = status.Learners.Contains(peer.Id) };
        member.PeerURLs.AddRange(peer.Addresses.Select(address => MemberUrls.ToUrl(address, scheme)));
        // Clients and members are served on the same port. A nameless member was added and has not started yet.
        if (peer.Name.Length > 0)
            member.ClientURLs.AddRange(peer.Addresses.Select(address => MemberUrls.ToUrl(address, scheme)));
        return member;
    }

    private Task<bool> ChangeAsync(MembershipChange change, CancellationToken cancellationToken) =>
        TranslateAsync(async raft =>
        {
            try
            {
                await raft.ChangeMembershipAsync(change, cancellationToken);
                return true;
            }
            catch (RaftUnavailableException)
            {
                // Surely nothing was changed: whoever leads may be asked.
                throw new StoreException(StoreError.NotLeader);
            }
        });

    private RaftPeer FindPeer(ulong id) => Find()?.Status.Members.FirstOrDefault(peer => peer.Id == id)
        ?? throw new StoreException(StoreError.MemberNotFound);

    private bool IsLearner(ulong id) => Find()?.Status.Learners.Contains(id) == true;

    private RaftMember? Find() => _member ??= member();

    private async Task<T> TranslateAsync<T>(Func<RaftMember, Task<T>> call)
    {
        var raft = Find() ?? throw new StoreException(StoreError.NoLeader);
        try
        {
            return await call(raft);
        }
        catch (RaftUnavailableException)
        {
            throw new StoreException(raft.Status.LeaderId == 0 ? StoreError.NoLeader : StoreError.Timeout);
        }
        catch (ProposalOutcomeUnknownException)
        {
            throw new StoreException(StoreError.Timeout);
        }
        catch (InvalidMembershipChangeException e)
        {
            throw new StoreException(StoreError.Reconfiguration(e.Message));
        }
    }
}
