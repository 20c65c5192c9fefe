using Etcdserverpb;

namespace Microkernel.Store.Tests.Contract;

public abstract partial class KeyValueStoreContract
{
    [Fact]
    public async Task LeaseRevoke_DeletesItsKeysInOneRevision()
    {
        var lease = await Store.LeaseGrantAsync(new LeaseGrantRequest { TTL = 100 });
        await Store.PutAsync(Keys.Put(_prefix + "a", "1", lease.ID));
        await Store.PutAsync(Keys.Put(_prefix + "b", "1", lease.ID));
        await Store.PutAsync(Keys.Put(_prefix + "c", "1", lease.ID));
        var moved = await Store.PutAsync(Keys.Put(_prefix + "c", "2"));
        var revoked = await Store.LeaseRevokeAsync(new LeaseRevokeRequest { ID = lease.ID });
        Assert.Equal(moved.Header.Revision + 1, revoked.Header.Revision);
        Assert.Equal(_prefix + "c=2", await TextAsync());
        await FailsAsync(StoreError.LeaseNotFound,
            () => Store.LeaseRevokeAsync(new LeaseRevokeRequest { ID = lease.ID }));
        await FailsAsync(StoreError.LeaseNotFound, () => Store.PutAsync(Keys.Put(_prefix + "d", "1", lease.ID)));
    }

    [Fact]
    public async Task LeaseGrant_NumberInUse_IsRefused()
    {
        var lease = await Store.LeaseGrantAsync(new LeaseGrantRequest { TTL = 100 });
        await FailsAsync(StoreError.LeaseExists,
            () => Store.LeaseGrantAsync(new LeaseGrantRequest { TTL = 100, ID = lease.ID }));
        await FailsAsync(StoreError.LeaseTtlTooLarge,
            () => Store.LeaseGrantAsync(new LeaseGrantRequest { TTL = long.MaxValue }));
        Assert.Contains((await Store.LeaseLeasesAsync(new LeaseLeasesRequest())).Leases, one => one.ID == lease.ID);
    }

    [Fact]
    public async Task LeaseTimeToLive_TellsWhatIsLeftAndItsKeys()
    {
        var lease = await Store.LeaseGrantAsync(new LeaseGrantRequest { TTL = 100 });
        await Store.PutAsync(Keys.Put(_prefix + "b", "1", lease.ID));
        await Store.PutAsync(Keys.Put(_prefix + "a", "1", lease.ID));
        await Store.PutAsync(Keys.Put(_prefix + "c", "1", lease.ID));
        await Store.DeleteRangeAsync(Keys.Delete(_prefix + "c"));
        var left = await Store.LeaseTimeToLiveAsync(new LeaseTimeToLiveRequest { ID = lease.ID, Keys = true });
        Assert.Equal(100, left.GrantedTTL);
        Assert.InRange(left.TTL, 70, 100);
        Assert.Equal([_prefix + "a", _prefix + "b"], left.Keys.Select(key => key.ToStringUtf8()).Order());
        var none = await Store.LeaseTimeToLiveAsync(new LeaseTimeToLiveRequest { ID = 123456789 });
        Assert.Equal(-1, none.TTL);
    }

    [Fact]
    public async Task LeaseKeepAlive_AnswersTimeToLiveOrZero()
    {
        var lease = await Store.LeaseGrantAsync(new LeaseGrantRequest { TTL = 100 });
        var alive = await Store.LeaseKeepAliveAsync(new LeaseKeepAliveRequest { ID = lease.ID });
        Assert.Equal((lease.ID, 100), (alive.ID, alive.TTL));
        Assert.Equal(0, (await Store.LeaseKeepAliveAsync(new LeaseKeepAliveRequest { ID = 123456789 })).TTL);
    }
}
