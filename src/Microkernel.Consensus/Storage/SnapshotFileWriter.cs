using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Storage;

/// <summary>Writes the data of a snapshot, and its header and end around it.</summary>
internal sealed class SnapshotFileWriter : Stream
{
    private const int BufferBytes = 256 * 1024;
    private readonly IStorageFile _file;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly long _dataOffset;
    private int _buffered;
    private long _offset;
    private uint _checksum;

    public SnapshotFileWriter(IStorageFile file, SnapshotMetadata metadata)
    {
        _file = file;
        var header = SnapshotFile.EncodeHeader(metadata);
        file.Write(0, header);
        _dataOffset = header.Length;
        _offset = header.Length;
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _offset - _dataOffset + _buffered;

    public override long Position
    {
        get => Length;
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var part = Math.Min(buffer.Length, BufferBytes - _buffered);
            buffer[..part].CopyTo(_buffer.AsSpan(_buffered));
            buffer = buffer[part..];
            _buffered += part;
            if (_buffered == BufferBytes)
            {
                WriteBuffer();
            }
        }
    }

    /// <summary>Writes the end and makes all durable.</summary>
    public void Complete()
    {
        WriteBuffer();
        _file.Write(_offset, SnapshotFile.EncodeFooter(_offset - _dataOffset, _checksum));
        _file.Sync();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void WriteBuffer()
    {
        var data = _buffer.AsSpan(0, _buffered);
        _file.Write(_offset, data);
        _checksum = Checksum.Compute(data, _checksum);
        _offset += _buffered;
        _buffered = 0;
    }
}
