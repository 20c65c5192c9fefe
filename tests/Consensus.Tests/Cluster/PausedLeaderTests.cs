using Microkernel.Consensus;

namespace Consensus.Tests.Cluster;

/// <summary>A leader whose process stands still for longer than the others wait, and then goes on.</summary>
public sealed class PausedLeaderTests
{
    [Theory]
    [InlineData(ReadMode.ReadIndex)]
    [InlineData(ReadMode.Lease)]
    public async Task Read_AfterAPauseInWhichOthersWrote_IsNotStale(ReadMode mode)
    {
        await using var cluster = await ClusterHost.StartAsync(3, options => options.LeaseReads = true);
        var old = await cluster.LeaderAsync();
        await ClusterHost.ProposeAsync(old, "before");
        using var pause = new ManualResetEventSlim();
        old.Hold(pause.Wait);
        var others = cluster.Members.Where(member => member.Status.Id != old.Status.Id).ToList();
        await Eventually.HoldsAsync(
            () => others.Any(member => member.Status.IsQuorateLeader),
            () => string.Join("; ", others.Select(member => member.Status)));
        await ClusterHost.ProposeAsync(others.First(member => member.Status.IsQuorateLeader), "meanwhile");

        // The old leader still thinks that it leads when it takes the read up.
        Assert.True(old.Status.IsQuorateLeader, $"{old.Status}");
        var read = old.ReadIndexAsync(mode, TestContext.Current.CancellationToken);
        pause.Set();
        await read;

        Assert.Equal(["before", "meanwhile"], cluster.Machine(old.Status.Id).Values);
    }

    [Fact]
    public async Task Read_WaitingWhenTheLeaderChanges_IsAnsweredByTheNextSoon()
    {
        await using var cluster = await ClusterHost.StartAsync(3);
        var old = await cluster.LeaderAsync();
        var reader = cluster.Members.First(member => member.Status.Id != old.Status.Id);
        await ClusterHost.ProposeAsync(old, "x");
        using var pause = new ManualResetEventSlim();
        old.Hold(pause.Wait);

        var read = reader.ReadIndexAsync(TestContext.Current.CancellationToken);
        await read.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.NotEqual(old.Status.Id, reader.Status.LeaderId);
        pause.Set();
    }
}
