using Microkernel.Core.Configuration;
using Microkernel.Core.Events;
using Microkernel.Core.Resources;
using Microkernel.Core.State;
using Microkernel.Core.Transitions;
using Microkernel.Node.V1;
using Microkernel.Store;
using Microkernel.Store.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microkernel.Core.Tests.State;

/// <summary>What the core keeps in the store, on a store of one member without consensus, as node "a" sees it.</summary>
internal sealed class TestState : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private TestState()
    {
        Store = new TestStore().Store;
        Writer = new StateWriter(Store);
        Tracker = new ClusterTracker(Store, TimeProvider.System, NullLogger<ClusterTracker>.Instance);
        Events = new EventRecorder(Writer, Self, TimeProvider.System, NullLogger<EventRecorder>.Instance);
        Local = new LocalResources(
            Tracker, Writer, Self, TimeProvider.System, NullLogger<LocalResources>.Instance);
    }

    public IKeyValueStore Store { get; }

    public StateWriter Writer { get; }

    public ClusterTracker Tracker { get; }

    public EventRecorder Events { get; }

    public LocalResources Local { get; }

    public NodeIdentity Self { get; } = new("test", "a", "a1", 1, "1.0", "boot");

    public CoreOptions Options { get; } = new()
    {
        Node = "a",
        Cluster = "test",
        Watchdog = "/dev/watchdog",
        WatchdogTimeout = TimeSpan.FromMilliseconds(50),
    };

    public static async Task<TestState> StartAsync()
    {
        var state = new TestState();
        await state.Tracker.StartAsync(TestContext.Current.CancellationToken);
        await state.Local.StartAsync(TestContext.Current.CancellationToken);
        return state;
    }

    /// <summary>Puts a value and waits until the tracker has it.</summary>
    public async Task PutAsync(string key, Google.Protobuf.IMessage value) => await Tracker.WaitForAsync(
        await Writer.PutAsync(key, value, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);

    public Task SetMemberAsync(MemberState state, string incarnation = "a1") => PutAsync(
        StateKeys.Member("a"), new MemberRecord { State = state, Incarnation = incarnation });

    /// <summary>A leader that has just taken office.</summary>
    public async Task<LeaderToken> LeaderAsync(string node = "a", ulong term = 1)
    {
        var revision = await Writer.PutAsync(
            StateKeys.Leader, new LeaderRecord { Node = node, Term = term }, TestContext.Current.CancellationToken);
        await Tracker.WaitForAsync(revision, TestContext.Current.CancellationToken);
        return new LeaderToken(term, revision);
    }

    public static async Task EventuallyAsync(Func<bool> condition, string expected)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Patience);
        while (!condition())
        {
            Assert.False(deadline.IsCancellationRequested, $"not within {Patience.TotalSeconds} s: {expected}");
            await Task.Delay(5, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Local.StopAsync(CancellationToken.None);
        await Tracker.StopAsync(CancellationToken.None);
        Local.Dispose();
        Tracker.Dispose();
        Events.Dispose();
    }
}
