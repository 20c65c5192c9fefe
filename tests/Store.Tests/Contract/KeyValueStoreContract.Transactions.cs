using Etcdserverpb;

namespace Microkernel.Store.Tests.Contract;

public abstract partial class KeyValueStoreContract
{
    [Theory]
    [InlineData(Compare.Types.CompareTarget.Version, Compare.Types.CompareResult.Equal, 2, true)]
    [InlineData(Compare.Types.CompareTarget.Version, Compare.Types.CompareResult.Greater, 1, true)]
    [InlineData(Compare.Types.CompareTarget.Version, Compare.Types.CompareResult.Less, 2, false)]
    [InlineData(Compare.Types.CompareTarget.Create, Compare.Types.CompareResult.NotEqual, 0, true)]
    [InlineData(Compare.Types.CompareTarget.Mod, Compare.Types.CompareResult.Equal, 1, false)]
    [InlineData(Compare.Types.CompareTarget.Lease, Compare.Types.CompareResult.Equal, 0, true)]
    [InlineData(Compare.Types.CompareTarget.Value, Compare.Types.CompareResult.Equal, 0, true)]
    [InlineData(Compare.Types.CompareTarget.Value, Compare.Types.CompareResult.Greater, 0, false)]
    public async Task Txn_Condition_DecidesBranch(
        Compare.Types.CompareTarget target, Compare.Types.CompareResult result, long operand, bool expected)
    {
        await Store.PutAsync(Keys.Put(_prefix + "a", "old"));
        await Store.PutAsync(Keys.Put(_prefix + "a", "value"));
        var response = await Store.TxnAsync(
            Keys.Txn([Condition(_prefix + "a", target, result, operand)], [Put("then")], [Put("else")]));
        Assert.Equal(expected, response.Succeeded);
        Assert.Equal($"{_prefix}a={(expected ? "then" : "else")}", await TextAsync());
    }

    [Fact]
    public async Task Txn_MissingKey_HasZerosAndNoValue()
    {
        const Compare.Types.CompareResult Equal = Compare.Types.CompareResult.Equal;
        var zeros = new[]
        {
            Condition(_prefix + "no", Compare.Types.CompareTarget.Version, Equal, 0),
            Condition(_prefix + "no", Compare.Types.CompareTarget.Create, Equal, 0),
            Condition(_prefix + "no", Compare.Types.CompareTarget.Mod, Equal, 0),
            Condition(_prefix + "no", Compare.Types.CompareTarget.Lease, Equal, 0),
        };
        Assert.True((await Store.TxnAsync(Keys.Txn(zeros, [], []))).Succeeded);
        foreach (var result in Enum.GetValues<Compare.Types.CompareResult>())
        {
            var value = Condition(_prefix + "no", Compare.Types.CompareTarget.Value, result, 0);
            Assert.False((await Store.TxnAsync(Keys.Txn([value], [], []))).Succeeded);
        }
    }

    [Fact]
    public async Task Txn_ConditionOnRange_MustHoldForEachKey()
    {
        await Store.PutAsync(Keys.Put(_prefix + "a", "1"));
        await Store.PutAsync(Keys.Put(_prefix + "b", "1"));
        var condition = Condition(
            _prefix, Compare.Types.CompareTarget.Version, Compare.Types.CompareResult.Equal, 1);
        condition.RangeEnd = Keys.Bytes(End);
        Assert.True((await Store.TxnAsync(Keys.Txn([condition], [], []))).Succeeded);
        await Store.PutAsync(Keys.Put(_prefix + "b", "2"));
        Assert.False((await Store.TxnAsync(Keys.Txn([condition], [], []))).Succeeded);
    }

    [Fact]
    public async Task Txn_SeveralWrites_ShareOneRevisionAndSeeEachOther()
    {
        var before = await Store.PutAsync(Keys.Put(_prefix + "a", "1"));
        var response = await Store.TxnAsync(Keys.Txn(
            [],
            [
                Keys.Do(Range()),
                Keys.Do(Keys.Put(_prefix + "b", "2")),
                Keys.Do(Keys.Delete(_prefix + "a")),
                Keys.Do(Range()),
            ],
            []));
        Assert.Equal(before.Header.Revision + 1, response.Header.Revision);
        Assert.Equal(_prefix + "a=1", Keys.Text(response.Responses[0].ResponseRange.Kvs));
        Assert.Equal(_prefix + "b=2", Keys.Text(response.Responses[3].ResponseRange.Kvs));
        Assert.Equal(1, response.Responses[2].ResponseDeleteRange.Deleted);
    }

    [Fact]
    public async Task Txn_Nested_ChoosesBranchesBeforeItWrites()
    {
        var missing = Condition(
            _prefix + "a", Compare.Types.CompareTarget.Version, Compare.Types.CompareResult.Equal, 0);
        var inner = Keys.Txn([missing], [Keys.Do(Keys.Put(_prefix + "b", "then"))], []);
        var response = await Store.TxnAsync(
            Keys.Txn([missing], [Keys.Do(Keys.Put(_prefix + "a", "1")), Keys.Do(inner)], []));
        Assert.True(response.Responses[1].ResponseTxn.Succeeded);
        Assert.Equal($"{_prefix}a=1 {_prefix}b=then", await TextAsync());
    }

    [Fact]
    public async Task Txn_SameKeyTwice_IsRefusedAndChangesNothing()
    {
        var twice = Keys.Txn([], [Put("1"), Put("2")], []);
        await FailsAsync(StoreError.DuplicateKey, () => Store.TxnAsync(twice));
        var deletedAfterPut = Keys.Txn([], [Put("1"), Keys.Do(Keys.Delete(_prefix, End))], []);
        await FailsAsync(StoreError.DuplicateKey, () => Store.TxnAsync(deletedAfterPut));
        var nested = Keys.Txn([], [Put("1"), Keys.Do(Keys.Txn([], [Put("2")], []))], []);
        await FailsAsync(StoreError.DuplicateKey, () => Store.TxnAsync(nested));
        Assert.Equal("", await TextAsync());
    }

    [Fact]
    public async Task Txn_OneOperationFails_ChangesNothing()
    {
        var leaseless = Keys.Txn([], [Put("1"), Keys.Do(Keys.Put(_prefix + "b", "2", lease: 987654321))], []);
        await FailsAsync(StoreError.LeaseNotFound, () => Store.TxnAsync(leaseless));
        var future = Keys.Txn([], [Put("1"), Keys.Do(Range(long.MaxValue))], []);
        await FailsAsync(StoreError.FutureRevision, () => Store.TxnAsync(future));
        Assert.Equal("", await TextAsync());
    }

    [Fact]
    public async Task Txn_TooManyOperations_IsRefused()
    {
        var most = Enumerable.Range(0, 128).Select(i => Keys.Do(Keys.Put($"{_prefix}{i}", "v")));
        await Store.TxnAsync(Keys.Txn([], most, []));
        var more = Enumerable.Range(0, 129).Select(i => Keys.Do(Keys.Put($"{_prefix}{i}", "v")));
        await FailsAsync(StoreError.TooManyOperations, () => Store.TxnAsync(Keys.Txn([], more, [])));
    }

    [Fact]
    public async Task Put_TooLarge_IsRefused()
    {
        var large = new PutRequest
        {
            Key = Keys.Bytes(_prefix + "a"),
            Value = Google.Protobuf.ByteString.CopyFrom(new byte[1_600_000]),
        };
        await FailsAsync(StoreError.RequestTooLarge, () => Store.PutAsync(large));
    }

    private static Compare Condition(
        string key, Compare.Types.CompareTarget target, Compare.Types.CompareResult result, long operand)
    {
        var condition = new Compare { Key = Keys.Bytes(key), Target = target, Result = result };
        switch (target)
        {
            case Compare.Types.CompareTarget.Version:
                condition.Version = operand;
                break;
            case Compare.Types.CompareTarget.Create:
                condition.CreateRevision = operand;
                break;
            case Compare.Types.CompareTarget.Mod:
                condition.ModRevision = operand;
                break;
            case Compare.Types.CompareTarget.Lease:
                condition.Lease = operand;
                break;
            default:
                condition.Value = Keys.Bytes("value");
                break;
        }

        return condition;
    }

    private RequestOp Put(string value) => Keys.Do(Keys.Put(_prefix + "a", value));
}
