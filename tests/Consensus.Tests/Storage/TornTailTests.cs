using Google.Protobuf;
using Microkernel.Consensus.Storage;
using Microkernel.Raft.V1;

namespace Consensus.Tests.Storage;

/// <summary>What a torn write leaves is cut; what was once whole and no longer is stops the member.</summary>
public sealed class TornTailTests : IDisposable
{
    private const int SectorBytes = 512;
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void LastFrame_AnyBitFlipped_IsRefusedRatherThanCut()
    {
        var (path, whole, last, end) = Write(sealLog: false);
        for (var bit = last * 8; bit < end * 8; bit += 7)
        {
            var damaged = (byte[])whole.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(path, damaged);

            var found = Assert.Throws<DamagedStorageException>(() => Open(out _));
            Assert.Equal((path, (long)last), (found.File, found.Offset));
        }
    }

    [Fact]
    public void LastFrame_AnySectorNotWritten_IsCut()
    {
        var (path, whole, last, end) = Write(sealLog: false);
        for (var sector = last / SectorBytes; sector * SectorBytes < end; sector++)
        {
            var torn = (byte[])whole.Clone();
            var from = Math.Max(last, sector * SectorBytes);
            torn.AsSpan(from, Math.Min((sector + 1) * SectorBytes, end) - from).Clear();
            File.WriteAllBytes(path, torn);

            using var log = Open(out var recovered);
            Assert.Equal([1UL, 2], recovered.Restore(null, _directory.Path).Entries.Select(entry => entry.Index));
        }
    }

    [Fact]
    public void LastFrame_GoneAfterItWasSealed_IsRefused()
    {
        var (path, whole, last, end) = Write(sealLog: true);
        whole.AsSpan(last, end - last).Clear();
        File.WriteAllBytes(path, whole);

        var found = Assert.Throws<DamagedStorageException>(() => Open(out _));
        Assert.Equal((path, (long)last), (found.File, found.Offset));
        Assert.Contains("frame 3 behind it is whole", found.Message);
    }

    [Fact]
    public void Seal_Twice_WritesOnce()
    {
        using var log = Open(out _);
        log.Append(Frame(1));
        log.Seal();
        var sealedOnce = File.ReadAllBytes(Segment);
        log.Seal();

        Assert.True(log.IsSealed);
        Assert.Equal(sealedOnce, File.ReadAllBytes(Segment));
    }

    [Fact]
    public void Recycle_UsedSegment_IsZerosAgainBeforeItIsUsed()
    {
        using (var log = Open(out _))
        {
            for (var index = 1UL; index <= 100; index++)
            {
                log.Append(Frame(index));
            }

            log.CompactTo(90);
        }

        var spare = File.ReadAllBytes(Path.Combine(_directory.Path, "spare"));
        Assert.Equal(4096, spare.Length);
        Assert.DoesNotContain(spare, value => value != 0);
    }

    private string Segment => Directory.GetFiles(_directory.Path, "*.wal").Single();

    private (string Path, byte[] Whole, int Last, int End) Write(bool sealLog)
    {
        var first = FrameFormat.SegmentHeaderBytes + FrameFormat.FrameBytes(Frame(1, 2).CalculateSize());
        var end = first + FrameFormat.FrameHeaderBytes + Frame(3).CalculateSize();
        using (var log = Open(out _))
        {
            log.Append(Frame(1, 2));
            log.Append(Frame(3));
            if (sealLog)
            {
                log.Seal();
            }
        }

        return (Segment, File.ReadAllBytes(Segment), first, end);
    }

    private WriteAheadLog Open(out RecoveredLog recovered)
    {
        var options = new WriteAheadLogOptions { SegmentBytes = 4096 };
        (var log, recovered) = WriteAheadLog.Open(new DiskFileSystem(), _directory.Path, options, new Random(1));
        return log;
    }

    private static LogFrame Frame(params ulong[] indexes)
    {
        var frame = new LogFrame { HardState = new HardState { Term = 1 } };
        frame.Entries.AddRange(indexes.Select(index => new Entry
        {
            Index = index,
            Term = 1,
            Command = ByteString.CopyFromUtf8($"command {index} {new string('x', 700)}"),
        }));
        return frame;
    }
}
