using Google.Protobuf;
using Microkernel.Consensus.Storage;
using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Transport;

/// <summary>Sending snapshots.</summary>
internal sealed partial class PeerConnection
{
    /// <summary>Sends what the member does not yet have of a snapshot; returns when it has stored the whole.</summary>
    public async Task SendSnapshotAsync(Message notice, ISnapshotSource source, CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        var client = _addresses.Client(_addresses.Current);
        var progress = await client.GetSnapshotProgressAsync(
            new GetSnapshotProgressRequest
            {
                Hello = Hello,
                Snapshot = source.Metadata,
                Checksum = source.DataChecksum,
                SizeBytes = (ulong)source.DataLength,
            },
            cancellationToken: linked.Token);
        using var call = client.InstallSnapshot(cancellationToken: linked.Token);
        var header = new SnapshotHeader
        {
            Hello = Hello,
            Notice = notice,
            SizeBytes = (ulong)source.DataLength,
            Checksum = source.DataChecksum,
        };
        await call.RequestStream.WriteAsync(new InstallSnapshotRequest { Header = header }, linked.Token);
        var buffer = new byte[_options.SnapshotChunkBytes];
        for (var offset = (long)progress.ReceivedBytes; offset < source.DataLength;)
        {
            var read = source.ReadData(offset, buffer);
            var chunk = new SnapshotChunk
            {
                OffsetBytes = (ulong)offset,
                Data = ByteString.CopyFrom(buffer, 0, read),
                Checksum = Checksum.Compute(buffer.AsSpan(0, read)),
            };
            await call.RequestStream.WriteAsync(new InstallSnapshotRequest { Chunk = chunk }, linked.Token);
            offset += read;
        }

        await call.RequestStream.CompleteAsync();
        await call.ResponseAsync;
    }
}
