using System.Collections.Concurrent;
using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Bench;

/// <summary>Hands messages to members of the same process.</summary>
internal sealed class MemoryTransport(ConcurrentDictionary<ulong, IRaftReceiver> network) : IRaftTransport
{
    private ulong _id;

    public void Start(IRaftReceiver receiver)
    {
        _id = receiver.MemberId;
        network[_id] = receiver;
    }

    public void SetPeers(IReadOnlyCollection<RaftPeer> peers)
    {
    }

    public void Send(Message message)
    {
        if (network.TryGetValue(message.To, out var receiver))
        {
            receiver.Receive(message);
        }
    }

    public Task SendSnapshotAsync(Message notice, ISnapshotSource source, CancellationToken cancellationToken) =>
        throw new NotSupportedException("No snapshots are taken here.");

    public ValueTask DisposeAsync()
    {
        network.TryRemove(_id, out _);
        return ValueTask.CompletedTask;
    }
}
