using System.Globalization;
using Google.Protobuf;
using Microkernel.Cli.Tests.Cluster;
using Microkernel.Consensus;
using Microkernel.Consensus.Hosting;
using Microkernel.Consensus.Protocol;
using Microkernel.Consensus.Storage;
using Microkernel.Raft.V1;

namespace Microkernel.Cli.Tests.LogView;

public sealed class LogTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mkctl");
    private readonly ulong _storageId;

    public LogTests()
    {
        var options = new RaftMemberOptions { ClusterId = "site", Id = 1, DataDirectory = Raft };
        var files = new DiskFileSystem();
        using var directory = DataDirectory.Open(files, options, TimeProvider.System);
        directory.Seal();
        _storageId = directory.Identity.StorageId;
        var (log, _) = WriteAheadLog.Open(
            files, directory.LogPath, new WriteAheadLogOptions { SegmentBytes = 4096 }, new Random(1));
        using (log)
        {
            var configuration = new Configuration
            {
                Members = { new Member { Id = 1, Name = "vapp1" }, new Member { Id = 2, Name = "vapp2" } },
                Voters = { 1, 2 },
            };
            log.Append(RestoredState.Bootstrap(configuration));
            for (var index = 2UL; index <= 40; index++)
            {
                log.Append(Frame(index));
            }

            new SnapshotStore(files, directory.SnapshotPath).Write(
                new SnapshotMetadata
                {
                    Position = new LogPosition { Index = 30, Term = 2 },
                    Configuration = configuration,
                },
                stream => stream.Write("the state"u8));
            log.Append(new LogFrame { HardState = new HardState { Term = 3, VotedFor = 2, Commit = 35 } });
            log.CompactTo(20);
        }
    }

    private string Raft => Path.Combine(_folder.FullName, "raft");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Inspect_SoundDirectory_ShowsWhatItHolds()
    {
        var run = await CommandRun.StartAsync(
            "log", "inspect", _folder.FullName, "--entries", "--from", "29", "--through", "31");

        Assert.Equal((ExitCodes.Ok, ""), (run.ExitCode, run.Error));
        Golden.Matches("LogView/inspect.golden.txt", Neutral(run.Output));
    }

    [Fact]
    public async Task Inspect_AsJson_IsTheReport()
    {
        var run = await CommandRun.StartAsync("log", "inspect", Raft, "-o", "json");

        var report = JsonParser.Default.Parse<LogReport>(run.Output);
        Assert.Equal(("site", 31UL, 40UL), (report.Identity.ClusterId, report.FirstIndex, report.LastIndex));
        Assert.Empty(report.Entries);
    }

    [Fact]
    public async Task Verify_SoundDirectory_EndsWithZero()
    {
        var run = await CommandRun.StartAsync("log", "verify", _folder.FullName);

        Assert.Equal((ExitCodes.Ok, "sound: 2 segments, 24 frames, one snapshot\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task Verify_DamagedSegmentAndSnapshot_NamesFilesAndOffsets()
    {
        var segment = Directory.GetFiles(Path.Combine(Raft, "wal"), "*.wal").Order(StringComparer.Ordinal).First();
        Flip(segment, 500);
        var snapshot = Directory.GetFiles(Path.Combine(Raft, "snapshots")).Single();
        Flip(snapshot, (int)new FileInfo(snapshot).Length - 20);

        var run = await CommandRun.StartAsync("log", "verify", _folder.FullName);

        Assert.Equal(ExitCodes.Damaged, run.ExitCode);
        Golden.Matches("LogView/damaged.golden.txt", Neutral(run.Output));
    }

    [Fact]
    public async Task Verify_TornTail_IsSound()
    {
        var segment = Directory.GetFiles(Path.Combine(Raft, "wal"), "*.wal").Order(StringComparer.Ordinal).Last();
        var bytes = File.ReadAllBytes(segment);
        bytes[bytes.AsSpan().LastIndexOfAnyExcept((byte)0)] = 0;
        File.WriteAllBytes(segment, bytes);

        var run = await CommandRun.StartAsync("log", "verify", _folder.FullName);

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        Assert.StartsWith($"torn: {Path.GetFileName(segment)} at offset ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_NodeRuns_IsRefused()
    {
        using var held = new FileStream(
            Path.Combine(Raft, "lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var run = await CommandRun.StartAsync("log", "verify", _folder.FullName);

        Assert.Equal(ExitCodes.Refused, run.ExitCode);
        Assert.Contains("in use by another process", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_OtherDirectory_IsNotFound()
    {
        var run = await CommandRun.StartAsync("log", "inspect", Path.Combine(Raft, "snapshots"));

        Assert.Equal(ExitCodes.NotFound, run.ExitCode);
    }

    private static void Flip(string path, int offset)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[offset] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    private static LogFrame Frame(ulong index) => new()
    {
        HardState = new HardState { Term = 2 },
        Entries =
        {
            new Entry { Index = index, Term = 2, Command = ByteString.CopyFromUtf8(new string('x', 200)) },
        },
    };

    private string Neutral(string text) => text
        .Replace(_folder.FullName, "/DATA", StringComparison.Ordinal)
        .Replace(
            _storageId.ToString("x16", CultureInfo.InvariantCulture), "0123456789abcdef", StringComparison.Ordinal);
}
