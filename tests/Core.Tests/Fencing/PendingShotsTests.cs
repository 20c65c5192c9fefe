using Microkernel.Core.Fencing;
using Microkernel.Core.Tests.State;

namespace Microkernel.Core.Tests.Fencing;

public class PendingShotsTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly ManualTime _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MayHit_ShotOfAnEarlierLeader_UntilItIsSurelyOver()
    {
        await using var state = await TestState.StartAsync();
        var shots = new PendingShots(state.Tracker, state.Writer, _time);
        Assert.True(await shots.BeginAsync("b", "lost", Bound, await state.LeaderAsync("c", 1), Cancel));
        await state.LeaderAsync("a", 2);

        Assert.True(shots.MayHit("b"));
        _time.Advance(Bound - TimeSpan.FromMilliseconds(1));
        Assert.True(shots.MayHit("b"));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(shots.MayHit("b"));
        Assert.False(shots.MayHit("d"));
    }

    [Fact]
    public async Task MayHit_OwnShot_IsForTheOneWhoShootsToKnow()
    {
        await using var state = await TestState.StartAsync();
        var shots = new PendingShots(state.Tracker, state.Writer, _time);
        await shots.BeginAsync("b", "lost", Bound, await state.LeaderAsync(), Cancel);
        await TestState.EventuallyAsync(() => state.Tracker.Current.Shots.ContainsKey("b"), "the record");

        Assert.False(shots.MayHit("b"));
    }

    [Fact]
    public async Task Begin_LeaderOfAnOldTerm_MayNotShoot()
    {
        await using var state = await TestState.StartAsync();
        var old = await state.LeaderAsync("a", 1);
        await state.LeaderAsync("c", 2);

        Assert.False(await new PendingShots(state.Tracker, state.Writer, _time).BeginAsync("b", "lost", Bound, old, Cancel));
    }

    private sealed class ManualTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan by) => _ticks += by.Ticks;
    }
}
