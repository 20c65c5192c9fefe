using System.Buffers.Binary;
using Google.Protobuf;
using Microkernel.Store.Mvcc;
using Microkernel.Store.Replication;
using Microkernel.Store.V1;
using Mvccpb;

namespace Microkernel.Store.Snapshots;

/// <summary>Builds a store from a snapshot.</summary>
internal sealed class SnapshotReader
{
    private readonly StoreContents _contents;
    private readonly long _now;
    private SnapshotHeader? _header;
    private ulong _records;
    private bool _ended;
    private long _revision;
    private int _order;

    private SnapshotReader(Lock gate, long now)
    {
        _contents = new StoreContents(gate);
        _now = now;
    }

    /// <summary>Reads a snapshot to its end.</summary>
    /// <param name="source">The snapshot; what follows it is not looked at.</param>
    /// <param name="gate">Guards the new store.</param>
    /// <param name="now">When the leases' time starts anew.</param>
    /// <exception cref="InvalidDataException">The snapshot is damaged, cut off or of another version.</exception>
    public static StoreContents Read(Stream source, Lock gate, long now)
    {
        Span<byte> magic = stackalloc byte[SnapshotFormat.Magic.Length];
        if (source.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) < magic.Length
            || !magic.SequenceEqual(SnapshotFormat.Magic))
            throw new InvalidDataException("This is not a snapshot of the store, or one of another version.");
        var reader = new SnapshotReader(gate, now);
        for (long block = 0; !reader._ended; block++)
            reader.ReadBlock(source, block);
        return reader._contents;
    }

    private void ReadBlock(Stream source, long block)
    {
        Span<byte> header = stackalloc byte[SnapshotFormat.BlockHeaderSize];
        if (source.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
            throw Damaged(block, "it ends before its last record");
        int length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length is <= 0 or > SnapshotFormat.BlockSizeMax)
            throw Damaged(block, $"the length of a block is {length}");
        var data = new byte[length];
        if (source.ReadAtLeast(data, length, throwOnEndOfStream: false) < length)
            throw Damaged(block, "it ends inside a block");
        if (Crc32C.Of(data) != BinaryPrimitives.ReadUInt32LittleEndian(header[4..]))
            throw Damaged(block, "the checksum is wrong");
        using var input = new CodedInputStream(data);
        while (!input.IsAtEnd)
        {
            if (_ended)
                throw Damaged(block, "records follow the last one");
            var record = new SnapshotRecord();
            input.ReadMessage(record);
            Take(record, block);
            _records++;
        }
    }

    private void Take(SnapshotRecord record, long block)
    {
        if (_header is null != (record.RecordCase == SnapshotRecord.RecordOneofCase.Header))
            throw Damaged(block, "the header is not the first record");
        switch (record.RecordCase)
        {
            case SnapshotRecord.RecordOneofCase.Header:
                Begin(record.Header);
                break;
            case SnapshotRecord.RecordOneofCase.Lease:
                _contents.Leases.Grant(record.Lease.Id, record.Lease.TtlSeconds, _now)!.Renewals =
                    record.Lease.Renewals;
                break;
            case SnapshotRecord.RecordOneofCase.Alarm:
                _contents.Alarms.Raise(record.Alarm.MemberID, record.Alarm.Alarm);
                break;
            case SnapshotRecord.RecordOneofCase.KeyValue:
                var data = record.KeyValue;
                _contents.Keys.AddBase(KeyBytes.Of(data.Key), new KeyVersion(data, 0, null));
                _contents.Leases.Attach(data.Lease, data.Key);
                break;
            case SnapshotRecord.RecordOneofCase.Change:
                Replay(record.Change);
                break;
            case SnapshotRecord.RecordOneofCase.End:
                if (record.End.Records != _records)
                    throw Damaged(block, $"it has {_records} records, not {record.End.Records}");
                _ended = true;
                break;
            default:
                throw Damaged(block, "it holds a record that this version does not know");
        }
    }

    private void Begin(SnapshotHeader header)
    {
        if (header.Format != SnapshotFormat.Version)
            throw new InvalidDataException($"The snapshot has form {header.Format}; this version reads form 1.");
        _header = header;
        _contents.Keys.Begin(header.Revision, header.CompactRevision, header.FirstChange);
    }

    private void Replay(KeyValue data)
    {
        _order = data.ModRevision == _revision ? _order + 1 : 0;
        _revision = data.ModRevision;
        var head = _contents.Keys.Head(data.Key.Span);
        if (head is not null)
        {
            // One array for all versions of a key.
            data.Key = head.Data.Key;
            _contents.Leases.Detach(head.Data.Lease, data.Key);
        }

        _contents.Keys.Add(KeyBytes.Of(data.Key), new KeyVersion(data, _order, head));
        _contents.Leases.Attach(data.Lease, data.Key);
    }

    private static InvalidDataException Damaged(long block, string why) =>
        new($"The snapshot is damaged in block {block}: {why}.");
}
