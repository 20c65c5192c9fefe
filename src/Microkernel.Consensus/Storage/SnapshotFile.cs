using System.Buffers.Binary;
using Google.Protobuf;
using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Storage;

/// <summary>
/// One snapshot file: magic (8), length of the metadata (4), checksum of the metadata (4), metadata, data, and at the
/// end length of the data (8), checksum of the data (4), checksum of those two (4). Little-endian.
/// </summary>
internal sealed class SnapshotFile : ISnapshotSource, IDisposable
{
    public const int HeaderBytes = 16;
    public const int FooterBytes = 16;
    public const ulong Magic = 0x31304150414E534B; // "KSNAPA01"
    private readonly IStorageFile _file;
    private readonly string _path;
    private readonly long _dataOffset;

    private SnapshotFile(IStorageFile file, string path, SnapshotMetadata metadata, long dataOffset, long dataLength)
    {
        _file = file;
        _path = path;
        _dataOffset = dataOffset;
        Metadata = metadata;
        DataLength = dataLength;
    }

    public SnapshotMetadata Metadata { get; }

    /// <summary>The file's name.</summary>
    public string Name => Path.GetFileName(_path);

    /// <summary>Bytes of data.</summary>
    public long DataLength { get; }

    /// <summary>CRC-32C of the data.</summary>
    public uint DataChecksum { get; private init; }

    /// <summary>Opens a snapshot and checks header and end, not the data.</summary>
    public static SnapshotFile Open(IFileSystem files, string path)
    {
        var file = files.Open(path);
        try
        {
            return Open(file, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static SnapshotFile Open(IStorageFile file, string path)
    {
        var metadata = ReadMetadata(file)
            ?? throw new DamagedStorageException(path, 0, "the snapshot's header is damaged.");
        var dataOffset = HeaderBytes + metadata.CalculateSize();
        var footer = new byte[FooterBytes];
        var footerOffset = file.Length - FooterBytes;
        if (footerOffset < dataOffset || file.Read(footerOffset, footer) != FooterBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(footer.AsSpan(12)) != Checksum.Compute(footer.AsSpan(0, 12))
            || BinaryPrimitives.ReadInt64LittleEndian(footer) != footerOffset - dataOffset)
        {
            throw new DamagedStorageException(path, Math.Max(0, footerOffset), "the snapshot's end is damaged.");
        }

        return new SnapshotFile(file, path, metadata, dataOffset, footerOffset - dataOffset)
        {
            DataChecksum = BinaryPrimitives.ReadUInt32LittleEndian(footer.AsSpan(8)),
        };
    }

    private static SnapshotMetadata? ReadMetadata(IStorageFile file)
    {
        var header = new byte[HeaderBytes];
        if (file.Read(0, header) != HeaderBytes || BinaryPrimitives.ReadUInt64LittleEndian(header) != Magic)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8));
        if (length < 0 || length > file.Length)
        {
            return null;
        }

        var metadata = new byte[length];
        return file.Read(HeaderBytes, metadata) == length
            && BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(12)) == Checksum.Compute(metadata)
            ? SnapshotMetadata.Parser.ParseFrom(metadata)
            : null;
    }

    /// <summary>Returns the bytes in front of the data.</summary>
    public static byte[] EncodeHeader(SnapshotMetadata metadata)
    {
        var body = metadata.ToByteArray();
        var header = new byte[HeaderBytes + body.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), body.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(12), Checksum.Compute(body));
        body.CopyTo(header, HeaderBytes);
        return header;
    }

    /// <summary>Returns the bytes behind the data.</summary>
    public static byte[] EncodeFooter(long dataLength, uint dataChecksum)
    {
        var footer = new byte[FooterBytes];
        BinaryPrimitives.WriteInt64LittleEndian(footer, dataLength);
        BinaryPrimitives.WriteUInt32LittleEndian(footer.AsSpan(8), dataChecksum);
        BinaryPrimitives.WriteUInt32LittleEndian(footer.AsSpan(12), Checksum.Compute(footer.AsSpan(0, 12)));
        return footer;
    }

    /// <summary>Reads data at an offset.</summary>
    public int ReadData(long offset, Span<byte> buffer)
    {
        var room = (int)Math.Min(buffer.Length, Math.Max(0, DataLength - offset));
        return _file.Read(_dataOffset + offset, buffer[..room]);
    }

    /// <summary>Opens the data as a stream; the file stays open until the snapshot is disposed.</summary>
    public Stream OpenData() => new BufferedStream(new SnapshotDataStream(this), 64 * 1024);

    /// <summary>Checks all data against its checksum.</summary>
    public void Verify()
    {
        var buffer = new byte[256 * 1024];
        var checksum = 0U;
        for (var offset = 0L; offset < DataLength;)
        {
            var read = ReadData(offset, buffer);
            checksum = Checksum.Compute(buffer.AsSpan(0, read), checksum);
            offset += read;
        }

        if (checksum != DataChecksum)
        {
            throw new DamagedStorageException(_path, _dataOffset, "the snapshot's data does not match its checksum.");
        }
    }

    public void Dispose() => _file.Dispose();
}
