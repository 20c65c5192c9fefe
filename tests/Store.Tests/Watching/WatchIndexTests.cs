using Etcdserverpb;
using Google.Protobuf;
using Microkernel.Store.Watching;

namespace Microkernel.Store.Tests.Watching;

/// <summary>The index against looking at every watch.</summary>
public sealed class WatchIndexTests
{
    private const int KeysMax = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AnyWatches_AddedAndRemoved_FindsThoseThatHoldTheKey(int seed)
    {
        var random = new Random(seed);
        var index = new WatchIndex();
        var open = new List<Watcher>();
        for (int step = 0; step < 4000; step++)
        {
            // Grows to some hundred watches, then shrinks to none, then grows again.
            if (open.Count == 0 || random.Next(100) < (step / 1000 % 2 == 0 ? 70 : 20))
            {
                open.Add(Watch(random));
                index.Add(open[^1]);
            }
            else
            {
                int at = random.Next(open.Count);
                index.Remove(open[at]);
                open.RemoveAt(at);
            }

            var key = Key(random.Next(KeysMax));
            var found = new List<Watcher>();
            index.Find(key, found);
            Assert.Equal(
                open.Where(watcher => watcher.Range.Contains(key.Span)).Select(watcher => watcher.Id).Order(),
                found.Select(watcher => watcher.Id).Order());
        }
    }

    [Fact]
    public void ManyRanges_ChangeOfOneKey_LooksAtFewOfThem()
    {
        const int Watches = 50_000;
        var index = new WatchIndex();
        for (int i = 0; i < Watches; i++)
        {
            var prefix = ByteString.CopyFromUtf8($"/users/{i:d5}/");
            index.Add(new Watcher(
                new WatchCreateRequest { Key = prefix, RangeEnd = KeyPrefix.EndOf(prefix) }, i, _ => { }));
        }

        // Looking at all of them for each key would be 2.5 billion comparisons: minutes, not moments.
        var found = new List<Watcher>();
        for (int i = 0; i < Watches; i++)
            index.Find(ByteString.CopyFromUtf8($"/users/{i:d5}/name"), found);
        Assert.Equal(Enumerable.Range(0, Watches).Select(i => (long)i), found.Select(watcher => watcher.Id));
    }

    private static Watcher Watch(Random random)
    {
        int start = random.Next(KeysMax);
        var request = new WatchCreateRequest { Key = Key(start) };
        request.RangeEnd = random.Next(4) switch
        {
            0 => ByteString.Empty,
            1 => ByteString.CopyFrom(0),
            _ => Key(start + 1 + random.Next(10)),
        };
        return new Watcher(request, random.NextInt64(), _ => { });
    }

    private static ByteString Key(int number) => ByteString.CopyFromUtf8($"k{number:d3}");
}
