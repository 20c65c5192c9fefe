using Microkernel.Store.Tests.Cluster;

namespace Microkernel.Store.Tests.Contract;

/// <summary>The embedded store on Raft, asked at a member that does not lead.</summary>
public sealed class RaftStoreTests(RaftStoreTests.Follower follower)
    : KeyValueStoreContract, IClassFixture<RaftStoreTests.Follower>
{
    protected override IKeyValueStore Store => follower.Store;

    public sealed class Follower : IAsyncLifetime
    {
        private StoreCluster? _cluster;

        public IKeyValueStore Store { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            _cluster = await StoreCluster.StartAsync(3);
            var leader = await _cluster.LeaderAsync();
            Store = _cluster.Members.First(member => member.Id != leader.Id).Store;
        }

        public async ValueTask DisposeAsync()
        {
            if (_cluster is not null)
                await _cluster.DisposeAsync();
        }
    }
}
