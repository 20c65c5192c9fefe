namespace Microkernel.Store.Tests.Contract;

/// <summary>The embedded store without consensus.</summary>
public sealed class LocalStoreTests : KeyValueStoreContract
{
    private readonly TestStore _store = new();

    protected override IKeyValueStore Store => _store.Store;
}
