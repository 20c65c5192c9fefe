using Google.Protobuf;
using Microkernel.Consensus.Storage;
using Microkernel.Raft.V1;

namespace Consensus.Tests.Storage;

public sealed class WriteAheadLogTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Open_AfterAppends_ReadsThemBack()
    {
        using (var log = Open(out _))
        {
            log.Append(Frame(1, 1, 2, 3));
            log.Append(Frame(2, 4));
        }

        using var again = Open(out var recovered);
        var restored = recovered.Restore(null, _directory.Path);
        Assert.Equal(2UL, restored.HardState.Term);
        Assert.Equal([1UL, 2, 3, 4], restored.Entries.Select(entry => entry.Index));
    }

    [Fact]
    public void Open_AfterReplacedEntries_ReadsTheLast()
    {
        using (var log = Open(out _))
        {
            log.Append(Frame(1, 1, 2, 3));
            log.Append(Frame(2, 2));
        }

        using var again = Open(out var recovered);
        var restored = recovered.Restore(null, _directory.Path);
        Assert.Equal([(1UL, 1UL), (2, 2)], restored.Entries.Select(entry => (entry.Index, entry.Term)));
    }

    [Fact]
    public void Open_TailTornAtAnyByte_CutsOnlyTheTail()
    {
        using (var log = Open(out _))
        {
            log.Append(Frame(1, 1, 2));
            log.Append(Frame(1, 3));
        }

        var path = Segments().Single();
        var whole = File.ReadAllBytes(path);
        var end = whole.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        var lastFrame = FrameFormat.SegmentHeaderBytes
            + FrameFormat.FrameBytes(Frame(1, 1, 2).CalculateSize());
        for (var cut = lastFrame; cut < end; cut++)
        {
            var torn = (byte[])whole.Clone();
            torn.AsSpan(cut).Clear();
            File.WriteAllBytes(path, torn);

            using (var log = Open(out var recovered))
            {
                Assert.Equal(2, recovered.Restore(null, _directory.Path).Entries.Count);
                log.Append(Frame(1, 3, 4));
            }

            using var again = Open(out var repaired);
            Assert.Equal(4, repaired.Restore(null, _directory.Path).Entries.Count);
            Assert.Single(Segments());
        }
    }

    [Fact]
    public void Open_AnyBitFlippedBeforeTheLastFrame_NamesFileAndOffset()
    {
        using (var log = Open(out _))
        {
            log.Append(Frame(1, 1, 2));
            log.Append(Frame(1, 3));
        }

        var path = Segments().Single();
        var whole = File.ReadAllBytes(path);
        var first = FrameFormat.SegmentHeaderBytes;
        var second = first + FrameFormat.FrameBytes(Frame(1, 1, 2).CalculateSize());
        for (var bit = first * 8; bit < second * 8; bit++)
        {
            var payloadEnd = first + FrameFormat.FrameHeaderBytes + Frame(1, 1, 2).CalculateSize();
            if (bit / 8 >= payloadEnd)
            {
                continue;
            }

            var damaged = (byte[])whole.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(path, damaged);

            var found = Assert.Throws<DamagedStorageException>(() => Open(out _));
            Assert.Equal((path, (long)first), (found.File, found.Offset));
        }
    }

    [Fact]
    public void Open_DamageInEarlierSegment_NamesFileAndOffset()
    {
        using (var log = Open(out _))
        {
            for (var index = 1UL; index <= 200; index++)
            {
                log.Append(Frame(1, index));
            }
        }

        Assert.True(Segments().Length > 2);
        var path = Segments()[0];
        var bytes = File.ReadAllBytes(path);
        var last = bytes.AsSpan().LastIndexOfAnyExcept((byte)0);
        bytes[last] ^= 1;
        File.WriteAllBytes(path, bytes);

        Assert.Equal(path, Assert.Throws<DamagedStorageException>(() => Open(out _)).File);
    }

    [Fact]
    public void Open_SegmentMissing_IsRefused()
    {
        using (var log = Open(out _))
        {
            for (var index = 1UL; index <= 200; index++)
            {
                log.Append(Frame(1, index));
            }
        }

        File.Delete(Segments()[1]);

        Assert.Contains("should come here", Assert.Throws<DamagedStorageException>(() => Open(out _)).Message);
    }

    [Fact]
    public void CompactTo_CoveredSegments_AreGivenUpAndTheRestStays()
    {
        using (var log = Open(out _))
        {
            for (var index = 1UL; index <= 200; index++)
            {
                log.Append(Frame(1, index));
            }

            var before = Segments().Length;
            log.CompactTo(150);
            Assert.True(Segments().Length < before);
        }

        using var again = Open(out var recovered);
        var snapshot = new SnapshotMetadata { Position = new LogPosition { Index = 150, Term = 1 } };
        var restored = recovered.Restore(snapshot, _directory.Path);
        Assert.Equal((151UL, 200UL), (restored.Entries[0].Index, restored.Entries[^1].Index));
        Assert.Equal(1UL, restored.HardState.Term);
    }

    [Fact]
    public void Append_FrameLargerThanSegment_GetsItsOwn()
    {
        var large = new Entry { Index = 1, Term = 1, Command = ByteString.CopyFrom(new byte[100_000]) };
        using (var log = Open(out _))
        {
            log.Append(new LogFrame { HardState = new HardState { Term = 1 }, Entries = { large } });
            log.Append(Frame(1, 2));
        }

        using var again = Open(out var recovered);
        Assert.Equal(2, recovered.Restore(null, _directory.Path).Entries.Count);
    }

    [Fact]
    public void Restore_CommittedEntryMissing_IsRefused()
    {
        using (var log = Open(out _))
        {
            log.Append(new LogFrame { HardState = new HardState { Term = 1, Commit = 7 } });
        }

        using var again = Open(out var recovered);
        Assert.Contains(
            "entry 7 was committed",
            Assert.Throws<DamagedStorageException>(() => recovered.Restore(null, _directory.Path)).Message);
    }

    private WriteAheadLog Open(out RecoveredLog recovered)
    {
        var options = new WriteAheadLogOptions { SegmentBytes = 4096 };
        (var log, recovered) = WriteAheadLog.Open(new DiskFileSystem(), _directory.Path, options, new Random(1));
        return log;
    }

    private string[] Segments() => [.. Directory.GetFiles(_directory.Path, "*.wal").Order(StringComparer.Ordinal)];

    private static LogFrame Frame(ulong term, params ulong[] indexes)
    {
        var frame = new LogFrame { HardState = new HardState { Term = term } };
        frame.Entries.AddRange(indexes.Select(index => new Entry
        {
            Index = index,
            Term = term,
            Command = ByteString.CopyFromUtf8($"command {index}"),
        }));
        return frame;
    }
}
