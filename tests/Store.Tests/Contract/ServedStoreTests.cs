using Microkernel.Store.External;

namespace Microkernel.Store.Tests.Contract;

/// <summary>The client of an external store against our own etcd API.</summary>
public sealed class ServedStoreTests(EtcdServer server)
    : KeyValueStoreContract, IClassFixture<EtcdServer>, IAsyncDisposable
{
    private readonly EtcdKeyValueStore _store = new(EtcdStoreOptions.Parse("etcd://" + server.Endpoint));

    protected override IKeyValueStore Store => _store;

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
