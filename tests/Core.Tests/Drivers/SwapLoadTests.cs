using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microkernel.Driver.V1;

namespace Microkernel.Core.Tests.Drivers;

/// <summary>Swaps under load: nothing is lost, nothing is done twice, no resource is stopped.</summary>
[Collection(nameof(SwapLoadTests))]
[CollectionDefinition(nameof(SwapLoadTests), DisableParallelization = true)]
public sealed class SwapLoadTests(ITestOutputHelper output)
{
    private static readonly int Resources = Setting("MICROKERNEL_SWAP_OPERATIONS", 200);
    private static readonly int Swaps = Setting("MICROKERNEL_SWAP_COUNT", 20);

    [Fact]
    public async Task Swap_AgainAndAgainWithOperationsInFlight_NoneLostNoneDoubledNothingStopped()
    {
        await using var bench = await DriverBench.StartAsync();
        var acting = await bench.AddAsync("i0");
        using var ended = new CancellationTokenSource();
        var results = new ConcurrentDictionary<string, Outcome>();
        bench.Inventory.AddRange(Enumerable.Range(0, Resources).Select(i => $"r{i}"));
        var load = bench.Inventory.Select(resource => KeepBusyAsync(bench, resource, results, ended.Token)).ToList();
        await Eventually.TrueAsync(() => bench.World.Resources.Count == Resources, "every resource started");

        var took = new List<double>();
        var inFlight = new List<int>();
        for (var i = 1; i <= Swaps; i++)
        {
            var successor = await bench.AddAsync($"i{i}", $"1.0.{i}");
            inFlight.Add(bench.Host.QueueOf("world").UnderWay + bench.Host.QueueOf("world").Waiting);
            var began = Stopwatch.GetTimestamp();
            var result = await bench.SwapAsync(acting, successor);
            took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            Assert.True(result.Swapped, $"swap {i}: {result.Reason}");
            Assert.Same(successor, bench.Host.Active("world"));
            await bench.RemoveAsync($"i{i - 1}");
            acting = successor;
        }
        await ended.CancelAsync();
        await Task.WhenAll(load);

        took.Sort();
        output.WriteLine($"{Swaps} swaps, median {took[Swaps / 2]:F0} ms, longest {took[^1]:F0} ms; at least " +
            $"{inFlight.Min()} operations in flight at each, {results.Count} in all");
        Assert.All(results, result => Assert.Equal(Outcome.Ok, result.Value));
        Assert.Equal(results.Keys.Order(), bench.World.Executions.Keys.Order());
        Assert.All(bench.World.Executions, execution => Assert.Equal(1, execution.Value));
        Assert.Empty(bench.World.Doubled);
        Assert.Empty(bench.World.Stopped);
        Assert.All(bench.World.Resources.Values, state => Assert.Equal(ResourceState.Started, state));
    }

    private static async Task KeepBusyAsync(
        DriverBench bench, string resource, ConcurrentDictionary<string, Outcome> results, CancellationToken ended)
    {
        for (var i = 0; !ended.IsCancellationRequested; i++)
        {
            var id = $"{resource}-{i}";
            results[id] = (await bench.ExecuteAsync(resource, id, ResourceAction.Start)).Outcome;
        }
    }

    private static int Setting(string name, int fallback) =>
        Environment.GetEnvironmentVariable(name) is { } value ? int.Parse(value, CultureInfo.InvariantCulture)
            : fallback;
}
