using Microkernel.Core.Drivers.Swapping;
using Microkernel.Driver;
using Microkernel.Driver.V1;
using DriverState = Microkernel.V1.DriverState;

namespace Microkernel.Core.Tests.Drivers;

/// <summary>A swap that fails at any step leaves the old instance acting, as before.</summary>
public sealed class DriverSwapTests
{
    [Fact]
    public async Task Swap_OfAGoodSuccessor_TakesEveryStepAndRaisesTheGeneration()
    {
        await using var bench = await DriverBench.StartAsync();
        var old = await bench.AddAsync("a");
        await StartAsync(bench, "r1");
        var successor = await bench.AddAsync("b", "1.1.0");
        var before = old.Generation;

        var result = await bench.SwapAsync(old, successor);

        Assert.True(result.Swapped, result.Reason);
        Assert.Equal(["handshake", "adopt", "drain", "activate", "let go"], result.Steps.Select(step => step.Name));
        Assert.True(successor.Generation > before);
        Assert.Equal((DriverState.Active, DriverState.Observer), (successor.State, old.State));
        Assert.Contains(successor.Known.Resources, change =>
            change is { Resource: "r1", State: ResourceState.Started });
        Assert.Empty(bench.World.Stopped);
    }

    [Fact]
    public async Task Swap_SuccessorLacksAnAgentClass_OldStaysAndNothingWasHeld()
    {
        await using var bench = await DriverBench.StartAsync();
        var old = await bench.AddAsync("a");
        var generation = old.Generation;
        var successor = await bench.AddAsync("b", configure: builder => builder.AddResources(
            _ => new FixedAgentClass<IResourceAgent>("other", [])));
        var result = await bench.SwapAsync(old, successor);
        Assert.Contains("'world'", result.Reason, StringComparison.Ordinal);
        await AssertOldActsAsync(bench, old, result);
        Assert.Equal(generation, old.Generation);
    }

    [Fact]
    public async Task Swap_SuccessorIsUnhealthy_OldStays()
    {
        await using var bench = await DriverBench.StartAsync();
        var old = await bench.AddAsync("a");
        var successor = await bench.AddAsync("b", configure: builder => builder.AddResources(setup =>
        {
            setup.State.Publish(new Health { State = Health.Types.State.Unhealthy, Problems = { "no tool" } });
            return new FixedAgentClass<IResourceAgent>("world", [new WorldAgent(bench.World)]);
        }));
        var result = await bench.SwapAsync(old, successor);
        Assert.Contains("no tool", result.Reason, StringComparison.Ordinal);
        await AssertOldActsAsync(bench, old, result);
    }

    [Fact]
    public async Task Swap_SuccessorSeesAResourceDifferently_OldIsActivatedAgain()
    {
        await using var bench = await DriverBench.StartAsync();
        var old = await bench.AddAsync("a");
        await StartAsync(bench, "r1");
        var blind = new WorldAgent(bench.World)
        {
            Delusion = operation => operation.Action == ResourceAction.Monitor
                ? new ResourceResult(Outcome.NotRunning, ResourceState.Stopped, "cannot see it")
                : null,
        };
        var result = await bench.SwapAsync(old, await bench.AddAsync("b", agent: blind));
        Assert.Contains("r1", result.Reason, StringComparison.Ordinal);
        Assert.Contains("cannot see it", result.Reason, StringComparison.Ordinal);
        await AssertOldActsAsync(bench, old, result);
    }

    [Fact]
    public async Task Swap_OldDoesNotFinishInTime_OldGoesOnWithWhatItDoes()
    {
        await using var bench = await DriverBench.StartAsync();
        bench.Options = new SwapOptions { DrainTimeout = TimeSpan.FromMilliseconds(200) };
        var old = await bench.AddAsync("a");
        var successor = await bench.AddAsync("b");
        bench.World.Duration = TimeSpan.FromSeconds(2);
        var slow = bench.ExecuteAsync("slow", "slow-1", ResourceAction.Start);
        await Eventually.TrueAsync(() => bench.World.Executions.ContainsKey("slow-1"), "the slow operation began");
        var result = await bench.SwapAsync(old, successor);
        Assert.Contains("under way", result.Reason, StringComparison.Ordinal);
        bench.World.Duration = TimeSpan.Zero;
        await AssertOldActsAsync(bench, old, result);
        Assert.Equal(Outcome.Ok, (await slow).Outcome);
    }

    [Fact]
    public async Task Swap_SuccessorDiesWhileTheQueueIsHeld_OldActs()
    {
        await using var bench = await DriverBench.StartAsync();
        var old = await bench.AddAsync("a");
        var successor = await bench.AddAsync("b");
        bench.World.Duration = TimeSpan.FromMilliseconds(500);
        var busy = bench.ExecuteAsync("busy", "busy-1", ResourceAction.Start);
        await Eventually.TrueAsync(() => bench.World.Executions.ContainsKey("busy-1"), "the operation began");
        var swap = bench.SwapAsync(old, successor);
        await Task.Delay(100, TestContext.Current.CancellationToken);
        await bench.RemoveAsync("b");
        var result = await swap;
        bench.World.Duration = TimeSpan.Zero;
        await AssertOldActsAsync(bench, old, result);
        Assert.Equal(Outcome.Ok, (await busy).Outcome);
    }

    [Fact]
    public async Task Swap_OldDiesMeanwhile_SuccessorActsInTheEnd()
    {
        await using var bench = await DriverBench.StartAsync();
        var old = await bench.AddAsync("a");
        var successor = await bench.AddAsync("b");
        Assert.True(bench.Host.TryBeginSwap("world"));
        await bench.RemoveAsync("a");
        var result = await bench.SwapAsync(old, successor);
        await bench.Host.EndSwapAsync("world");
        Assert.NotNull(result);
        await Eventually.TrueAsync(() => bench.Host.Active("world") == successor, "the successor acts");
    }

    private static async Task StartAsync(DriverBench bench, string resource)
    {
        Assert.Equal(Outcome.Ok,
            (await bench.ExecuteAsync(resource, $"start-{resource}", ResourceAction.Start)).Outcome);
        bench.Inventory.Add(resource);
    }

    /// <summary>The old instance is the active one and takes operations; nothing waits any more.</summary>
    private static async Task AssertOldActsAsync(DriverBench bench, Core.Drivers.DriverConnection old,
        SwapResult result)
    {
        Assert.False(result.Swapped);
        Assert.Same(old, bench.Host.Active("world"));
        Assert.Equal(Outcome.Ok,
            (await bench.ExecuteAsync("after", Guid.NewGuid().ToString("N"), ResourceAction.Start)).Outcome);
        Assert.Equal(0, bench.Host.QueueOf("world").Waiting);
        Assert.Empty(bench.World.Stopped);
    }
}
