using Etcdserverpb;
using Google.Protobuf;
using Microkernel.Store.Upkeep;
using Microkernel.Store.V1;

namespace Microkernel.Store.Tests.Upkeep;

public sealed class SpaceCheckTests
{
    [Fact]
    public async Task Quota_UsedUpAndFreed_RaisesAndClearsAlarm()
    {
        var options = new StoreOptions { QuotaBytes = 1 << 20 };
        var test = new TestStore(options);
        var check = new SpaceCheck(test.Machine.Replica, options, TimeProvider.System);
        string value = new('v', 10_000);
        for (int i = 0; i < 100; i++)
            await test.Store.PutAsync(Keys.Put("a", value));
        Assert.Null(check.Next(1));
        for (int i = 0; i < 10; i++)
            await test.Store.PutAsync(Keys.Put("a", value));
        await ProposeAsync(test, check.Next(1)!);
        Assert.Null(check.Next(1));

        await Contract.KeyValueStoreContract.FailsAsync(
            StoreError.NoSpace, () => test.Store.PutAsync(Keys.Put("a", "1")));
        await Contract.KeyValueStoreContract.FailsAsync(
            StoreError.NoSpace, () => test.Store.TxnAsync(Keys.Txn([], [Keys.Do(Keys.Put("a", "1"))], [])));
        await test.Store.DeleteRangeAsync(Keys.Delete("b"));

        long revision = test.Store.Header().Revision;
        await test.Store.CompactAsync(new CompactionRequest { Revision = revision });
        await ProposeAsync(test, check.Next(1)!);
        await test.Store.PutAsync(Keys.Put("a", "1"));
    }

    [Fact]
    public async Task AllKeysDeleted_HistoryIsGivenUp_SpaceIsFreeAndWatchesAreTold()
    {
        var time = new ManualTime();
        var options = new StoreOptions { QuotaBytes = 1 << 20 };
        var test = new TestStore(options);
        var check = new SpaceCheck(test.Machine.Replica, options, time);
        Assert.Equal(0, check.NextReclaim());
        string value = new('v', 10_000);
        for (int i = 0; i < 90; i++)
            await test.Store.PutAsync(Keys.Put($"a{i}", value));
        await test.Store.DeleteRangeAsync(Keys.Delete("a", "b"));
        long revision = test.Store.Header().Revision;
        Assert.Equal(revision, check.NextReclaim());
        await ProposeAsync(test, new Command { Reclaim = new Reclaim { Revision = revision } });
        Assert.InRange(test.Machine.Replica.Contents.Keys.SizeBytes, 0, 10_000);

        // What is there can be read as of now; only the changes themselves are gone.
        Assert.Empty((await test.Store.RangeAsync(Keys.All(revision))).Kvs);
        var request = new WatchCreateRequest { Key = Keys.Bytes("a"), StartRevision = revision };
        var responses = await test.Store.WatchAsync(request).ToListAsync();
        Assert.Equal((true, revision + 1), (responses[^1].Canceled, responses[^1].CompactRevision));
    }

    [Fact]
    public async Task KeysAloneTakeTheSpace_HistoryIsGivenUpNowAndThen()
    {
        var time = new ManualTime();
        var options = new StoreOptions { QuotaBytes = 1 << 20 };
        var test = new TestStore(options);
        var check = new SpaceCheck(test.Machine.Replica, options, time);
        for (int i = 0; i < 90; i++)
            await test.Store.PutAsync(Keys.Put($"a{i}", new string('v', 10_000)));
        await ProposeAsync(test, new Command { Reclaim = new Reclaim { Revision = check.NextReclaim() } });
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, check.NextReclaim());
        await test.Store.PutAsync(Keys.Put("b", "1"));
        Assert.NotEqual(0, check.NextReclaim());
        await test.Store.PutAsync(Keys.Put("b", "2"));
        Assert.Equal(0, check.NextReclaim());
    }

    private static Task<object?> ProposeAsync(TestStore test, AlarmRequest alarm) =>
        ProposeAsync(test, new Command { Alarm = alarm });

    private static Task<object?> ProposeAsync(TestStore test, Command command) =>
        test.Store.Log.ProposeAsync(command.ToByteArray(), default);
}
