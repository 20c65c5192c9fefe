using System.Collections.Concurrent;
using Microkernel.Consensus;
using Microkernel.Raft.V1;

namespace Microkernel.Core.Hosting;

/// <summary>
/// Raft's transport, taking down when each follower last answered this leader: a node that answers lives, whatever the
/// heartbeat rings say. Only answers count: what a member sends of itself does not show that it hears us.
/// </summary>
internal sealed class ContactTransport(IRaftTransport inner, TimeProvider time) : IRaftTransport
{
    private readonly ConcurrentDictionary<ulong, long> _answered = new();
    private readonly ConcurrentDictionary<ulong, ulong> _acknowledged = new();

    /// <summary>How long ago a member last answered; null when it never has.</summary>
    public TimeSpan? SinceAnswer(ulong memberId) =>
        _answered.TryGetValue(memberId, out var at) ? time.GetElapsedTime(at) : null;

    /// <summary>How far a member's log is known to agree with this leader's; 0 when it never said.</summary>
    public ulong Acknowledged(ulong memberId) => _acknowledged.GetValueOrDefault(memberId);

    public void Start(IRaftReceiver receiver) => inner.Start(new Receiver(this, receiver));

    public void SetPeers(IReadOnlyCollection<RaftPeer> peers) => inner.SetPeers(peers);

    public void Send(Message message) => inner.Send(message);

    public Task SendSnapshotAsync(Message notice, ISnapshotSource source, CancellationToken cancellationToken) =>
        inner.SendSnapshotAsync(notice, source, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private void Note(Message message)
    {
        if (message.BodyCase is Message.BodyOneofCase.AppendResult or Message.BodyOneofCase.HeartbeatResult)
            _answered[message.From] = time.GetTimestamp();
        if (message.AppendResult is { Rejected: false } result) _acknowledged[message.From] = result.Index;
    }

    private sealed class Receiver(ContactTransport transport, IRaftReceiver member) : IRaftReceiver
    {
        public string ClusterId => member.ClusterId;

        public ulong MemberId => member.MemberId;

        public ulong StorageId => member.StorageId;

        public string? RefusalOf(ulong memberId, ulong storageId) => member.RefusalOf(memberId, storageId);

        public void ReportRefused(ulong byMemberId, string reason) => member.ReportRefused(byMemberId, reason);

        public void Receive(Message message)
        {
            transport.Note(message);
            member.Receive(message);
        }

        public void ReportUnreachable(ulong memberId) => member.ReportUnreachable(memberId);

        public void ReportDisconnected(ulong memberId) => member.ReportDisconnected(memberId);

        public ISnapshotSink OpenSnapshotSink(SnapshotMetadata metadata, ulong sizeBytes, uint checksum) =>
            member.OpenSnapshotSink(metadata, sizeBytes, checksum);
    }
}
