using Etcdserverpb;
using Google.Protobuf;
using Microkernel.Store.Upkeep;
using Microkernel.Store.V1;

namespace Microkernel.Store.Tests.Upkeep;

public sealed class LeaseExpiryCheckTests
{
    private readonly ManualTime _time = new();
    private readonly TestStore _test;
    private readonly LeaseExpiryCheck _check;

    public LeaseExpiryCheckTests()
    {
        _test = new TestStore(time: _time);
        _check = new LeaseExpiryCheck(_test.Machine.Replica, _time);
        _check.Find(term: 1);
    }

    [Fact]
    public async Task Lease_TimeIsOver_IsFoundNotBefore()
    {
        await _test.Store.LeaseGrantAsync(new LeaseGrantRequest { ID = 1, TTL = 10 });
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Empty(_check.Find(1));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(1, Assert.Single(_check.Find(1)).LeaseId);
    }

    [Fact]
    public async Task Lease_KeptAlive_StartsAnew()
    {
        await _test.Store.LeaseGrantAsync(new LeaseGrantRequest { ID = 1, TTL = 10 });
        _time.Advance(TimeSpan.FromSeconds(9));
        await _test.Store.LeaseKeepAliveAsync(new LeaseKeepAliveRequest { ID = 1 });
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Empty(_check.Find(1));
    }

    [Fact]
    public async Task Lease_NewTerm_GetsTheWholeTimeAgain()
    {
        await _test.Store.LeaseGrantAsync(new LeaseGrantRequest { ID = 1, TTL = 10 });
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Empty(_check.Find(2));
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Empty(_check.Find(2));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(_check.Find(2));
    }

    [Fact]
    public async Task Lease_RenewedWhileItsEndWasOnTheWay_GoesOn()
    {
        await _test.Store.LeaseGrantAsync(new LeaseGrantRequest { ID = 1, TTL = 10 });
        await _test.Store.PutAsync(Keys.Put("a", "1", lease: 1));
        _time.Advance(TimeSpan.FromSeconds(10));
        var expiry = Assert.Single(_check.Find(1));
        await _test.Store.LeaseKeepAliveAsync(new LeaseKeepAliveRequest { ID = 1 });
        await _test.Store.Log.ProposeAsync(new Command { LeaseExpiry = expiry }.ToByteArray(), default);
        Assert.Equal(1, (await _test.Store.RangeAsync(Keys.Get("a"))).Count);
        _time.Advance(TimeSpan.FromSeconds(10));
        expiry = Assert.Single(_check.Find(1));
        await _test.Store.Log.ProposeAsync(new Command { LeaseExpiry = expiry }.ToByteArray(), default);
        Assert.Equal(0, (await _test.Store.RangeAsync(Keys.Get("a"))).Count);
    }
}
