using Grpc.Core;
using Microkernel.Consensus;
using Microkernel.Consensus.Protocol;
using Microkernel.Core.Membership;

namespace Microkernel.Core.Hosting;

/// <summary>What the embedded Raft says of the group that decides.</summary>
internal sealed class RaftQuorum : IQuorum, IDisposable
{
    private readonly RaftMember _raft;
    private readonly MemberDirectory _members;

    private readonly ContactTransport _contacts;

    public RaftQuorum(RaftMember raft, ContactTransport contacts, MemberDirectory members)
    {
        (_raft, _contacts, _members) = (raft, contacts, members);
        _raft.StatusChanged += OnChanged;
    }

    public event Action? Changed;

    public bool HasQuorum => _raft.Status.HasQuorum;

    public bool IsLeader => _raft.Status.Role == RaftRole.Leader;

    public ulong Term => _raft.Status.Term;

    public string Leader => _members.Find(_raft.Status.LeaderId)?.Name ?? "";

    public int Voters => _raft.Status.Voters.Count;

    public TimeSpan? SinceAnswer(string node) =>
        _members.Find(node) is { } found ? _contacts.SinceAnswer(found.Id) : null;

    public async Task HandOverAsync(string node, CancellationToken ct)
    {
        try
        {
            await _raft.TransferLeadershipAsync(_members.Get(node).Id, ct);
        }
        catch (RaftUnavailableException e)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, e.Message));
        }
    }

    public void Dispose() => _raft.StatusChanged -= OnChanged;

    private void OnChanged(RaftStatus status) => Changed?.Invoke();
}
