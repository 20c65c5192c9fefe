using Microkernel.Store.External;

namespace Microkernel.Store.Tests.Contract;

/// <summary>The client of an external store against etcd itself: also what shows that the contract is etcd's.</summary>
public sealed class RealEtcdTests(RealEtcd etcd) : KeyValueStoreContract, IClassFixture<RealEtcd>, IAsyncDisposable
{
    private readonly EtcdKeyValueStore _store = new(EtcdStoreOptions.Parse("etcd://" + etcd.Endpoint));

    protected override IKeyValueStore Store => _store;

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
