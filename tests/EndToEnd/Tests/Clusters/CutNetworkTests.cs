using Microkernel.EndToEnd.Demo;
using Microkernel.EndToEnd.Probing;

namespace Microkernel.EndToEnd.Tests.Clusters;

public sealed class CutNetworkTests : ClusterTest
{
    // The fence device works through a path of its own, so the half with the quorum shoots the other.
    [Fact]
    public async Task ActiveHost_CutOff_IsFencedBeforeTheOtherHalfStarts()
    {
        await using var running = await StartClusterAsync();
        await using var loser = await WatchAsync(running, running.Active);
        await using var winner = await WatchAsync(running, running.Passive);
        await loser.WaitForAsync(s => s.HasAddress && s.Listens, Scenario.Patience);

        await running.Lab.Links.IsolateAsync(running.Active);

        await winner.WaitForAsync(s => s.HasAddress && s.Listens, Scenario.Patience);
        AssertNeverBoth(loser, winner);
        var events = await running.EventsAsync();
        var fenced = TimeOf(events, e => e.Code == "FencingSucceeded" && e.About?.Name == running.Active);
        var started = TimeOf(events, e => IsStartOn(e, running.Passive));
        Assert.NotNull(fenced);
        Assert.NotNull(started);
        Assert.True(fenced <= started, $"fenced {fenced:O}, started {started:O}");
        Assert.False(loser.IsAlive, "the watch on the fenced host still lives, so the host does");
    }

    // The fence device takes its time, so the half without a quorum must stop what it runs by itself.
    [Fact]
    public async Task ActiveHost_CutOffAndFencedLate_StopsByItselfBeforeTheOtherHalfStarts()
    {
        await using var running = await StartClusterAsync();
        (await running.Observer.MkctlAsync("apply", "-f", Scenario.Sample("demo/slow-fencing.yaml"))).EnsureSuccess();
        await using var loser = await WatchAsync(running, running.Active);
        await using var winner = await WatchAsync(running, running.Passive);
        await loser.WaitForAsync(s => s.HasAddress && s.Listens, Scenario.Patience);

        await running.Lab.Links.IsolateAsync(running.Active);

        var stopped = await loser.WaitForAsync(s => s.At > loser.FirstRan() && !s.RunsAnything, Scenario.Patience);
        Assert.Null(winner.FirstRan());
        await winner.WaitForAsync(s => s.HasAddress && s.Listens, Scenario.Patience);
        Assert.True(loser.LastRan() < stopped.At, "the loser ran the service again after it had stopped it");
        AssertNeverBoth(loser, winner);
    }

    private static async Task<ServiceWatch> WatchAsync(RunningCluster running, string node) =>
        await ServiceWatch.StartAsync(running.Lab[node], Scenario.Url);

    private static void AssertNeverBoth(ServiceWatch loser, ServiceWatch winner)
    {
        var (last, first) = (loser.LastRan(), winner.FirstRan());
        Assert.NotNull(last);
        Assert.NotNull(first);
        Assert.True(last < first, $"both ran the service for {TimeSpan.FromTicks((last - first).Value / 100)}");
    }
}
