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
        var check = new SpaceCheck(test.Machine.Replica, options);
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

    private static Task<object?> ProposeAsync(TestStore test, AlarmRequest alarm) =>
        test.Store.Log.ProposeAsync(new Command { Alarm = alarm }.ToByteArray(), default);
}
