using Google.Protobuf;
using Microkernel.Consensus.Storage;
using Microkernel.Raft.V1;

namespace Consensus.Tests.Storage;

public sealed class LogReaderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(1UL, 400UL)]
    [InlineData(250UL, 251UL)]
    [InlineData(399UL, 400UL)]
    public void Read_AnyRange_GivesItsEntriesAcrossSegments(ulong from, ulong through)
    {
        using var log = Open();
        Append(log, 1, 1, 400);

        var entries = log.Reader.Read(from, through, int.MaxValue, _ => 1);

        Assert.Equal(Enumerable.Range((int)from, (int)(through - from) + 1), entries.Select(entry => (int)entry.Index));
        Assert.Equal($"term 1 entry {from}", entries[0].Command.ToStringUtf8());
    }

    [Fact]
    public void Read_BytesMax_StopsThereButGivesOne()
    {
        using var log = Open();
        Append(log, 1, 1, 50);

        Assert.Single(log.Reader.Read(10, 50, 1, _ => 1));
        Assert.InRange(log.Reader.Read(10, 50, 500, _ => 1).Count, 2, 20);
    }

    [Fact]
    public void Read_ReplacedEntries_GivesThoseThatCount()
    {
        using var log = Open();
        Append(log, 1, 1, 300);
        Append(log, 2, 150, 200);
        Append(log, 3, 180, 500);

        var entries = log.Reader.Read(100, 500, int.MaxValue, index => index < 150 ? 1UL : index < 180 ? 2UL : 3UL);

        Assert.Equal(Enumerable.Range(100, 401), entries.Select(entry => (int)entry.Index));
        Assert.Equal("term 2 entry 179", entries[79].Command.ToStringUtf8());
        Assert.Equal("term 3 entry 180", entries[80].Command.ToStringUtf8());
    }

    [Fact]
    public void Read_AfterRestartAndCompaction_GivesWhatIsLeft()
    {
        using (var log = Open())
        {
            Append(log, 1, 1, 400);
        }

        using var again = Open();
        again.CompactTo(200);

        Assert.Empty(again.Reader.Read(1, 400, int.MaxValue, _ => 1));
        Assert.Equal(200, again.Reader.Read(201, 400, int.MaxValue, _ => 1).Count);
    }

    private WriteAheadLog Open()
    {
        var options = new WriteAheadLogOptions { SegmentBytes = 4096 };
        var (log, _) = WriteAheadLog.Open(new DiskFileSystem(), _directory.Path, options, new Random(1));
        return log;
    }

    private static void Append(WriteAheadLog log, ulong term, ulong from, ulong through)
    {
        for (var index = from; index <= through; index++)
        {
            var command = ByteString.CopyFromUtf8($"term {term} entry {index}");
            log.Append(new LogFrame { Entries = { new Entry { Index = index, Term = term, Command = command } } });
        }
    }
}
