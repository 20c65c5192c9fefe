using Etcdserverpb;

namespace Microkernel.Store.Tests.Watching;

/// <summary>Watches on a member whose state a leader's snapshot replaces.</summary>
public sealed class WatchRestoreTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Restore_NewerState_WatchGetsWhatItMissed(bool compacted)
    {
        var leader = new TestStore();
        var follower = new TestStore();
        for (int i = 2; i <= 5; i++)
        {
            await leader.Store.PutAsync(Keys.Put("a", $"{i}"));
            await follower.Store.PutAsync(Keys.Put("a", $"{i}"));
        }

        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var request = new WatchCreateRequest { Key = Keys.Bytes("a"), StartRevision = 4, PrevKv = true };
        await using var watch = follower.Store.WatchAsync(request, end.Token).GetAsyncEnumerator(end.Token);
        var seen = new List<string>();
        await ReadAsync(watch, seen, 2);
        for (int i = 6; i <= 9; i++)
            await leader.Store.PutAsync(Keys.Put("a", $"{i}"));
        if (compacted)
            await leader.Store.CompactAsync(new CompactionRequest { Revision = 8 });
        using var bytes = new MemoryStream();
        using (var snapshot = leader.Machine.CaptureSnapshot())
            snapshot.WriteTo(bytes);
        bytes.Position = 0;
        follower.Machine.Restore(bytes);

        if (compacted)
        {
            Assert.True(await watch.MoveNextAsync());
            Assert.Equal((true, 8), (watch.Current.Canceled, watch.Current.CompactRevision));
            return;
        }

        await ReadAsync(watch, seen, 6);
        await follower.Store.PutAsync(Keys.Put("a", "10"));
        await ReadAsync(watch, seen, 7);
        Assert.Equal(
            Enumerable.Range(4, 7).Select(i => $"PUT a={i}@{i} was {i - 1}"), seen);
    }

    private static async Task ReadAsync(IAsyncEnumerator<WatchResponse> watch, List<string> seen, int count)
    {
        while (seen.Count < count)
        {
            Assert.True(await watch.MoveNextAsync());
            seen.AddRange(watch.Current.Events.Select(Keys.Text));
        }
    }
}
