using Microkernel.Core.SelfFencing;
using Microkernel.Core.State;
using Microkernel.Core.Tests.State;
using Microkernel.Node.V1;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microkernel.Core.Tests.SelfFencing;

public sealed class WatchdogFeederTests : IDisposable
{
    private readonly SkippingTime _time = new();
    private readonly string _note = Path.GetTempFileName();
    private readonly Watchdog _device = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public WatchdogFeederTests() => File.Delete(_note);

    public void Dispose() => File.Delete(_note);

    [Fact]
    public async Task Arm_BeforeTheFirstGrant_Waits()
    {
        await using var state = await TestState.StartAsync();
        using var grants = Grants(state);
        using var feeder = Feeder(state, grants);

        await feeder.StartAsync(Cancel);
        Assert.Null(feeder.Report);
        Assert.Equal(0, _device.Fed);

        await state.SetMemberAsync(MemberState.Online);
        await grants.StartAsync(Cancel);
        await TestState.EventuallyAsync(() => feeder.Report is not null && _device.Fed > 1, "an armed and fed watchdog");
        Assert.Equal("Software Watchdog", feeder.Report!.Identity);
    }

    [Fact]
    public async Task Feed_GrantIsOverWhileSomethingRuns_EndsWithTheReasonOnDisk()
    {
        await using var state = await TestState.StartAsync();
        using var grants = Grants(state);
        using var feeder = Feeder(state, grants);
        await StartArmedAsync(state, grants, feeder);
        state.Local.Set("vm1", new ResourceRecord { State = RecordedState.Started });

        await grants.StopAsync(Cancel);
        _time.Skip(GrantKeeper.Lifetime);

        await TestState.EventuallyAsync(() => File.Exists(_note), "the reason on disk");
        Assert.Contains("may still run vm1", await File.ReadAllTextAsync(_note, Cancel), StringComparison.Ordinal);
        var fed = _device.Fed;
        await feeder.StopAsync(Cancel);
        Assert.Equal(fed, _device.Fed);
    }

    [Fact]
    public async Task Feed_GrantIsOverAndAllIsStopped_GoesOn()
    {
        await using var state = await TestState.StartAsync();
        using var grants = Grants(state);
        using var feeder = Feeder(state, grants);
        await StartArmedAsync(state, grants, feeder);

        await grants.StopAsync(Cancel);
        _time.Skip(GrantKeeper.Lifetime * 2);

        var fed = _device.Fed;
        await TestState.EventuallyAsync(() => _device.Fed > fed + 2, "feeding");
        Assert.False(File.Exists(_note));
    }

    [Fact]
    public async Task Stop_WhenTheStoreNoLongerNamesTheWatchdog_DisarmsIt()
    {
        await using var state = await TestState.StartAsync();
        using var grants = Grants(state);
        using var feeder = Feeder(state, grants);
        feeder.Changed += () => _ = state.PutAsync(
            StateKeys.Report("a"), new NodeReport { Incarnation = "a1", Watchdog = feeder.Report });
        await StartArmedAsync(state, grants, feeder);
        await TestState.EventuallyAsync(() => state.Tracker.Current.Reports.GetValueOrDefault("a")?.Watchdog is not null, "the report");

        await feeder.StopAsync(Cancel);

        Assert.True(_device.Disarmed);
        Assert.Null(state.Tracker.Current.Reports["a"].Watchdog);
    }

    [Fact]
    public async Task Stop_WhileTheClusterStillCountsOnIt_LeavesItArmed()
    {
        await using var state = await TestState.StartAsync();
        using var grants = Grants(state);
        using var feeder = Feeder(state, grants);
        await StartArmedAsync(state, grants, feeder);
        // Nobody takes the report back, as without quorum.
        await state.PutAsync(StateKeys.Report("a"), new NodeReport { Incarnation = "a1", Watchdog = feeder.Report });

        await feeder.StopAsync(Cancel);

        Assert.False(_device.Disarmed);
    }

    [Fact]
    public async Task Start_AfterAReset_TellsTheReasonOnce()
    {
        await using var state = await TestState.StartAsync();
        var note = new SelfFenceNote(_note, TimeProvider.System);
        note.Write("no quorum, and it may still run vm1");

        Assert.Contains("no quorum, and it may still run vm1", note.Take(), StringComparison.Ordinal);
        Assert.Null(note.Take());
    }

    private async Task StartArmedAsync(TestState state, GrantKeeper grants, WatchdogFeeder feeder)
    {
        await state.SetMemberAsync(MemberState.Online);
        await grants.StartAsync(Cancel);
        await feeder.StartAsync(Cancel);
        await TestState.EventuallyAsync(() => feeder.Report is not null && _device.Fed > 0, "an armed watchdog");
    }

    private GrantKeeper Grants(TestState state) => new(
        state.Options, state.Tracker, state.Writer, state.Self, _time, NullLogger<GrantKeeper>.Instance);

    private WatchdogFeeder Feeder(TestState state, GrantKeeper grants) => new(
        state.Options, () => _device, grants, state.Local, state.Tracker, new SelfFenceNote(_note, TimeProvider.System),
        state.Self, state.Events, TimeProvider.System, NullLogger<WatchdogFeeder>.Instance);

    /// <summary>The real clock, which can be told that time has passed.</summary>
    private sealed class SkippingTime : TimeProvider
    {
        private long _skipped;

        public override long GetTimestamp() => System.GetTimestamp() + Interlocked.Read(ref _skipped);

        public void Skip(TimeSpan time) =>
            Interlocked.Add(ref _skipped, (long)(time.TotalSeconds * System.TimestampFrequency));
    }

    /// <summary>A watchdog that resets nothing.</summary>
    private sealed class Watchdog : IWatchdogDevice
    {
        private int _fed;

        public string Identity => "Software Watchdog";

        public TimeSpan Timeout => TimeSpan.FromSeconds(10);

        public int Fed => Volatile.Read(ref _fed);

        public bool Disarmed { get; private set; }

        public void Feed() => Interlocked.Increment(ref _fed);

        public void Disarm() => Disarmed = true;

        public void Dispose()
        {
            // Nothing is open.
        }
    }
}
