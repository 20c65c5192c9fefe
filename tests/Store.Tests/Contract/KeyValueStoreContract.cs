using Etcdserverpb;
using Grpc.Core;

namespace Microkernel.Store.Tests.Contract;

/// <summary>What every implementation of <see cref="IKeyValueStore"/> must do, real etcd included.</summary>
public abstract partial class KeyValueStoreContract
{
    private readonly string _prefix = Guid.NewGuid().ToString("n") + "/";

    protected abstract IKeyValueStore Store { get; }

    private string End => _prefix[..^1] + "0";

    [Fact]
    public async Task Put_NewKey_StartsAtVersionOne()
    {
        var put = await Store.PutAsync(Keys.Put(_prefix + "a", "1", prevKv: true));
        Assert.Null(put.PrevKv);
        var again = await Store.PutAsync(Keys.Put(_prefix + "a", "2", prevKv: true));
        Assert.Equal("1", again.PrevKv.Value.ToStringUtf8());
        Assert.True(again.Header.Revision > put.Header.Revision);
        var kv = Assert.Single((await Store.RangeAsync(Keys.Get(_prefix + "a"))).Kvs);
        Assert.Equal((put.Header.Revision, again.Header.Revision, 2), (kv.CreateRevision, kv.ModRevision, kv.Version));
    }

    [Fact]
    public async Task Put_AfterDelete_StartsAnew()
    {
        await Store.PutAsync(Keys.Put(_prefix + "a", "1"));
        await Store.PutAsync(Keys.Put(_prefix + "a", "2"));
        await Store.DeleteRangeAsync(Keys.Delete(_prefix + "a"));
        var put = await Store.PutAsync(Keys.Put(_prefix + "a", "3", prevKv: true));
        Assert.Null(put.PrevKv);
        var kv = Assert.Single((await Store.RangeAsync(Keys.Get(_prefix + "a"))).Kvs);
        Assert.Equal((put.Header.Revision, 1), (kv.CreateRevision, kv.Version));
    }

    [Fact]
    public async Task Put_IgnoreValue_KeepsValueAndNeedsKey()
    {
        var request = new PutRequest { Key = Keys.Bytes(_prefix + "a"), IgnoreValue = true };
        await FailsAsync(StoreError.KeyNotFound, () => Store.PutAsync(request));
        await Store.PutAsync(Keys.Put(_prefix + "a", "kept"));
        await Store.PutAsync(request);
        Assert.Equal(_prefix + "a=kept", await TextAsync());
        await FailsAsync(StoreError.ValueProvided,
            () => Store.PutAsync(new PutRequest(request) { Value = Keys.Bytes("x") }));
    }

    [Fact]
    public async Task Put_IgnoreLease_KeepsLease()
    {
        var lease = await Store.LeaseGrantAsync(new LeaseGrantRequest { TTL = 100 });
        await Store.PutAsync(Keys.Put(_prefix + "a", "1", lease.ID));
        var request = new PutRequest { Key = Keys.Bytes(_prefix + "a"), Value = Keys.Bytes("2"), IgnoreLease = true };
        await Store.PutAsync(request);
        Assert.Equal(lease.ID, (await Store.RangeAsync(Keys.Get(_prefix + "a"))).Kvs[0].Lease);
        await FailsAsync(StoreError.LeaseProvided, () => Store.PutAsync(new PutRequest(request) { Lease = lease.ID }));
    }

    [Fact]
    public async Task AnyRequest_WithoutKey_IsRefused()
    {
        await FailsAsync(StoreError.EmptyKey, () => Store.PutAsync(new PutRequest()));
        await FailsAsync(StoreError.EmptyKey, () => Store.RangeAsync(new RangeRequest()).AsTask());
        await FailsAsync(StoreError.EmptyKey, () => Store.DeleteRangeAsync(new DeleteRangeRequest()));
        await FailsAsync(StoreError.EmptyKey, () => Store.TxnAsync(Keys.Txn([new Compare()], [], [])));
    }

    [Fact]
    public async Task Range_AllOptions_SelectAndSort()
    {
        foreach (string key in new[] { "c", "a", "b", "a", "d" })
            await Store.PutAsync(Keys.Put(_prefix + key, "v" + (char)('z' - key[0] + 'a')));
        Assert.Equal("a b c d", await KeysAsync(_ => { }));
        Assert.Equal("a b", await KeysAsync(range => range.Limit = 2));
        Assert.Equal("d c b a", await KeysAsync(range => range.SortOrder = RangeRequest.Types.SortOrder.Descend));
        Assert.Equal("d c b a", await KeysAsync(range => range.SortTarget = RangeRequest.Types.SortTarget.Value));
        Assert.Equal("c a b d", await KeysAsync(range => range.SortTarget = RangeRequest.Types.SortTarget.Create));
        Assert.Equal("c b a d", await KeysAsync(range => range.SortTarget = RangeRequest.Types.SortTarget.Mod));
        Assert.Equal("a", await KeysAsync(range =>
        {
            range.SortTarget = RangeRequest.Types.SortTarget.Version;
            range.SortOrder = RangeRequest.Types.SortOrder.Descend;
            range.Limit = 1;
        }));
        var all = await Store.RangeAsync(Range());
        long create = all.Kvs[1].CreateRevision, mod = all.Kvs[0].ModRevision;
        Assert.Equal("b d", await KeysAsync(range => range.MinCreateRevision = create));
        Assert.Equal("a b c", await KeysAsync(range => range.MaxCreateRevision = create));
        Assert.Equal("a d", await KeysAsync(range => range.MinModRevision = mod));
        Assert.Equal("a b c", await KeysAsync(range => range.MaxModRevision = mod));
        Assert.Equal("", await KeysAsync(range => range.CountOnly = true));
    }

    [Fact]
    public async Task Range_LimitAndCount_SayWhatIsLeft()
    {
        for (int i = 0; i < 150; i++)
            await Store.PutAsync(Keys.Put($"{_prefix}{i:d3}", "v"));
        var range = Range();
        range.Limit = 100;
        var response = await Store.RangeAsync(range);
        Assert.Equal((100, 150, true), (response.Kvs.Count, response.Count, response.More));
        range.CountOnly = true;
        response = await Store.RangeAsync(range);
        Assert.Equal((0, 150, false), (response.Kvs.Count, response.Count, response.More));
        range = Range();
        range.KeysOnly = true;
        response = await Store.RangeAsync(range);
        Assert.All(response.Kvs, kv => Assert.True(kv.Value.IsEmpty && kv.ModRevision > 0));
    }

    [Fact]
    public async Task Range_Revisions_ReadThePast()
    {
        var first = await Store.PutAsync(Keys.Put(_prefix + "a", "1"));
        await Store.PutAsync(Keys.Put(_prefix + "a", "2"));
        await Store.DeleteRangeAsync(Keys.Delete(_prefix + "a"));
        Assert.Equal("", await TextAsync());
        Assert.Equal(_prefix + "a=1", await TextAsync(first.Header.Revision));
        Assert.Equal(_prefix + "a=2", await TextAsync(first.Header.Revision + 1));
        await FailsAsync(StoreError.FutureRevision,
            () => Store.RangeAsync(Keys.Get(_prefix + "a", revision: first.Header.Revision + 1_000_000)).AsTask());
    }

    [Fact]
    public async Task DeleteRange_NothingThere_KeepsRevision()
    {
        var put = await Store.PutAsync(Keys.Put(_prefix + "a", "1"));
        var none = await Store.DeleteRangeAsync(Keys.Delete(_prefix + "b", _prefix + "c"));
        Assert.Equal((0, put.Header.Revision), (none.Deleted, none.Header.Revision));
        var gone = await Store.DeleteRangeAsync(Keys.Delete(_prefix, End, prevKv: true));
        Assert.Equal((1, _prefix + "a=1"), (gone.Deleted, Keys.Text(gone.PrevKvs)));
    }

    [Fact]
    public async Task Compact_OldRevisions_AreRefused()
    {
        var first = await Store.PutAsync(Keys.Put(_prefix + "a", "1"));
        var second = await Store.PutAsync(Keys.Put(_prefix + "a", "2"));
        await Store.CompactAsync(new CompactionRequest { Revision = second.Header.Revision, Physical = true });
        await FailsAsync(StoreError.Compacted,
            () => Store.RangeAsync(Keys.Get(_prefix + "a", revision: first.Header.Revision)).AsTask());
        Assert.Equal(_prefix + "a=2", await TextAsync(second.Header.Revision));
        await FailsAsync(StoreError.Compacted,
            () => Store.CompactAsync(new CompactionRequest { Revision = first.Header.Revision }));
        await FailsAsync(StoreError.FutureRevision,
            () => Store.CompactAsync(new CompactionRequest { Revision = long.MaxValue }));
    }

    internal static async Task FailsAsync(StoreError expected, Func<Task> call)
    {
        var error = await Assert.ThrowsAnyAsync<RpcException>(call);
        Assert.Equal(expected.Status, error.Status);
    }

    private RangeRequest Range(long revision = 0) => Keys.Get(_prefix, End, revision);

    private async Task<string> TextAsync(long revision = 0) =>
        Keys.Text((await Store.RangeAsync(Range(revision))).Kvs);

    private async Task<string> KeysAsync(Action<RangeRequest> options)
    {
        var range = Range();
        options(range);
        var response = await Store.RangeAsync(range);
        return string.Join(' ', response.Kvs.Select(kv => kv.Key.ToStringUtf8()[_prefix.Length..]));
    }
}
