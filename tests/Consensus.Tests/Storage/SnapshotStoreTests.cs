using Microkernel.Consensus.Storage;
using Microkernel.Raft.V1;

namespace Consensus.Tests.Storage;

public sealed class SnapshotStoreTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly byte[] _data = [.. Enumerable.Range(0, 700_000).Select(i => (byte)(i * 7))];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void OpenNewest_AfterWrites_GivesTheNewest()
    {
        var store = Store();
        store.Write(Metadata(9), stream => stream.Write([1]));
        store.Write(Metadata(10), stream => stream.Write(_data));
        store.RemoveOutdated();

        using var newest = store.OpenNewest()!;
        using var copy = new MemoryStream();
        newest.OpenData().CopyTo(copy);
        Assert.Equal(10UL, newest.Metadata.Position.Index);
        Assert.Equal(_data, copy.ToArray());
        Assert.Single(Directory.GetFiles(_directory.Path));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(350_000)]
    [InlineData(-2)]
    public void OpenNewest_BitFlipped_IsRefused(int offset)
    {
        var store = Store();
        store.Write(Metadata(10), stream => stream.Write(_data));
        var path = Directory.GetFiles(_directory.Path).Single();
        var bytes = File.ReadAllBytes(path);
        bytes[offset < 0 ? bytes.Length + offset : offset] ^= 4;
        File.WriteAllBytes(path, bytes);

        Assert.Equal(path, Assert.Throws<DamagedStorageException>(store.OpenNewest).File);
    }

    [Fact]
    public void Receive_BrokenOff_GoesOnWhereItWas()
    {
        var store = Store();
        var checksum = Checksum.Compute(_data);
        using (var first = store.Receive(Metadata(10), (ulong)_data.Length, checksum))
        {
            Assert.True(first.TryAdd(0, _data.AsSpan(0, 300_000)));
            Assert.False(first.TryAdd(0, _data.AsSpan(0, 10)));
        }

        using (var second = store.Receive(Metadata(10), (ulong)_data.Length, checksum))
        {
            Assert.Equal(300_000UL, second.ReceivedBytes);
            Assert.False(second.TryComplete());
            Assert.True(second.TryAdd(300_000, _data.AsSpan(300_000)));
            Assert.True(second.TryComplete());
        }

        using var newest = store.OpenNewest()!;
        Assert.Equal(_data.Length, newest.DataLength);
    }

    [Fact]
    public void Receive_WrongData_IsDropped()
    {
        var store = Store();
        using (var sink = store.Receive(Metadata(10), 3, Checksum.Compute([1, 2, 3])))
        {
            Assert.True(sink.TryAdd(0, [1, 2, 4]));
            Assert.False(sink.TryComplete());
        }

        Assert.Null(store.OpenNewest());
        Assert.Empty(Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public void Checksum_KnownVector_Matches() =>

        // RFC 3720, appendix B.4: 32 bytes of zeros.
        Assert.Equal(0x8A9136AAU, Checksum.Compute(new byte[32]));

    private SnapshotStore Store() => new(new DiskFileSystem(), _directory.Path);

    private static SnapshotMetadata Metadata(ulong index) => new()
    {
        Position = new LogPosition { Index = index, Term = 1 },
        Configuration = new Configuration { Voters = { 1 } },
    };
}
