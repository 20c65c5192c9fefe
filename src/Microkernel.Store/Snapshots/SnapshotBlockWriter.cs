using System.Buffers.Binary;
using Google.Protobuf;
using Microkernel.Store.V1;

namespace Microkernel.Store.Snapshots;

/// <summary>Writes records in checksummed blocks.</summary>
internal sealed class SnapshotBlockWriter : IDisposable
{
    private readonly Stream _destination;
    private readonly MemoryStream _block = new(SnapshotFormat.BlockSize * 2);
    private readonly CodedOutputStream _output;
    private ulong _records;

    public SnapshotBlockWriter(Stream destination)
    {
        _destination = destination;
        _output = new CodedOutputStream(_block, leaveOpen: true);
        destination.Write(SnapshotFormat.Magic);
    }

    public void Write(SnapshotRecord record)
    {
        _output.WriteMessage(record);
        _records++;
        if (_output.Position >= SnapshotFormat.BlockSize)
            Flush();
    }

    /// <summary>Writes the record that says that all is there.</summary>
    public void End()
    {
        Write(new SnapshotRecord { End = new SnapshotEnd { Records = _records } });
        Flush();
    }

    public void Dispose()
    {
        _output.Dispose();
        _block.Dispose();
    }

    private void Flush()
    {
        _output.Flush();
        if (_block.Length == 0)
            return;
        var data = _block.GetBuffer().AsSpan(0, (int)_block.Length);
        Span<byte> header = stackalloc byte[SnapshotFormat.BlockHeaderSize];
        BinaryPrimitives.WriteInt32LittleEndian(header, data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], Crc32C.Of(data));
        _destination.Write(header);
        _destination.Write(data);
        _block.SetLength(0);
    }
}
