using Microkernel.Store.Elections;
using Microkernel.Store.External;
using Microkernel.Store.Tests.Contract;

namespace Microkernel.Store.Tests.Elections;

/// <summary>Elections on a real etcd (package etcd-server).</summary>
public sealed class LeaderElectionTests(RealEtcd etcd) : IClassFixture<RealEtcd>
{
    [Fact]
    public async Task Candidates_OneAtATime_LeadWithRisingTerms()
    {
        await using var store = new EtcdKeyValueStore(EtcdStoreOptions.Parse("etcd://" + etcd.Endpoint));
        var candidates = new[] { "a", "b", "c" }.Select(name => new Candidate(store, "/one", name)).ToList();
        ulong lastTerm = 0;
        while (candidates.Count > 0)
        {
            var leader = await LeaderAsync(candidates);
            var state = leader.Election.State;
            Assert.InRange(state.Term, lastTerm + 1, ulong.MaxValue);
            lastTerm = state.Term;
            foreach (var other in candidates)
            {
                await Wait.UntilAsync(
                    () => Task.FromResult(other.Election.State.Leader == state.Leader), "everybody to know the leader");
                Assert.Equal(state.Term, other.Election.State.Term);
                Assert.Equal(other == leader, other.Election.State.IsLeader);
            }

            candidates.Remove(leader);
            await leader.DisposeAsync();
        }
    }

    [Fact]
    public async Task Leader_Resigns_AnotherOneLeads()
    {
        await using var store = new EtcdKeyValueStore(EtcdStoreOptions.Parse("etcd://" + etcd.Endpoint));
        await using var a = new Candidate(store, "/resign", "a");
        await using var b = new Candidate(store, "/resign", "b");
        for (int i = 0; i < 3; i++)
        {
            var leader = await LeaderAsync([a, b]);
            await leader.Election.ResignAsync(CancellationToken.None);
            Assert.Same(leader == a ? b : a, await LeaderAsync([a, b]));
        }
    }

    [Fact]
    public async Task Store_DoesNotAnswer_LeaderStopsToLeadBeforeAnotherOneDoes()
    {
        var cut = new CutStore(new EtcdKeyValueStore(EtcdStoreOptions.Parse("etcd://" + etcd.Endpoint)));
        await using var store = new EtcdKeyValueStore(EtcdStoreOptions.Parse("etcd://" + etcd.Endpoint));
        await using var first = new Candidate(cut, "/cut", "first");
        await LeaderAsync([first]);
        await using var second = new Candidate(store, "/cut", "second");
        cut.IsCut = true;
        await Wait.UntilAsync(
            () =>
            {
                // In this order: were the first still leading when the second does, this would see it.
                bool both = second.Election.State.IsLeader && first.Election.State.IsLeader;
                Assert.False(both, "two lead at once");
                return Task.FromResult(second.Election.State.IsLeader);
            },
            "the second to lead");
        Assert.False(first.Election.State.IsInTouch);
        cut.IsCut = false;
        await Wait.UntilAsync(
            () => Task.FromResult(first.Election.State is { IsInTouch: true, Leader: "second" }), "the first to be back");
    }

    private static async Task<Candidate> LeaderAsync(IReadOnlyList<Candidate> candidates)
    {
        Candidate? leader = null;
        await Wait.UntilAsync(
            () => Task.FromResult((leader = candidates.SingleOrDefault(one => one.Election.State.IsLeader)) is not null),
            "a leader");
        return leader!;
    }

    private sealed class Candidate : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly Task _running;

        public Candidate(IKeyValueStore store, string key, string name)
        {
            var options = new LeaderElectionOptions { Key = key, Candidate = name };
            Election = new LeaderElection(store, options, TimeProvider.System);
            _running = Election.RunAsync(_end.Token);
        }

        public LeaderElection Election { get; }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await _running;
            Election.Dispose();
            _end.Dispose();
        }
    }
}
