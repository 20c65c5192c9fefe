using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Microkernel.Core.Drivers;
using Microkernel.Driver;
using Microkernel.Driver.V1;

namespace Microkernel.Core.Tests.Drivers;

/// <summary>While a fencing driver is swapped there is never a moment with none.</summary>
public sealed class FencingSwapTests
{
    [Fact]
    public async Task Swap_WithAShotUnderWay_OthersAreShotMeanwhileAndTheDeviceIsNotUsedTwiceAtOnce()
    {
        await using var bench = await DriverBench.StartAsync();
        var gun = new Gun();
        var old = await bench.AddAsync("a", configure: builder => builder.AddFencing(_ => gun.Class));
        var successor = await bench.AddAsync("b", configure: builder => builder.AddFencing(_ => gun.Class));
        gun.Hold("slow");
        var slow = ShootAsync(bench, "slow");
        await Eventually.TrueAsync(() => gun.Begun.Contains("slow"), "the slow shot began");

        var swap = bench.SwapAsync(old, successor);
        await Eventually.TrueAsync(() => bench.Host.Active("world") == successor, "the new instance acts");
        // The old one still shoots; another device answers at once, the same one in its turn.
        var again = ShootAsync(bench, "slow");
        Assert.True((await ShootAsync(bench, "quick")).Succeeded);
        Assert.False(again.IsCompleted);
        Assert.False(swap.IsCompleted);
        gun.Release("slow");

        Assert.True((await slow).Succeeded);
        Assert.True((await again).Succeeded);
        Assert.True((await swap).Swapped);
        Assert.Equal(1, gun.UsedAtOnceMax);
    }

    private static async Task<FenceResponse> ShootAsync(DriverBench bench, string device)
    {
        using var use = await bench.Host.UseAsync(
            host => host.Active(Capability.Fencing), "device " + device, TestContext.Current.CancellationToken);
        return await use!.Driver.Fencing.FenceAsync(
            new FenceRequest
            {
                OperationId = Guid.NewGuid().ToString("N"),
                Token = new FencingToken { Term = 1, Step = 1 },
                DriverGeneration = use.Driver.Generation,
                Device = device,
                Node = "n2",
                Agent = "gun:test",
                Action = FenceAction.Off,
                Timeout = TimeSpan.FromSeconds(60).ToDuration(),
            },
            cancellationToken: TestContext.Current.CancellationToken);
    }

    /// <summary>Devices that outlive the drivers.</summary>
    private sealed class Gun : IFenceAgent
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource> _held = new();
        private readonly ConcurrentDictionary<string, int> _used = new();

        public string Name => "gun:test";

        public FixedAgentClass<IFenceAgent> Class => new("gun", [this]);

        public ConcurrentBag<string> Begun { get; } = [];

        /// <summary>Most shots that one device ever had at once.</summary>
        public int UsedAtOnceMax { get; private set; }

        public void Hold(string device) => _held[device] = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release(string device)
        {
            if (_held.TryRemove(device, out var held)) held.SetResult();
        }

        public ValueTask<Agent> DescribeAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult(new Agent { Name = Name });

        public async Task<FenceResult> FenceAsync(FenceOperation operation, CancellationToken cancellationToken)
        {
            UsedAtOnceMax = Math.Max(UsedAtOnceMax, _used.AddOrUpdate(operation.Device, 1, (_, n) => n + 1));
            Begun.Add(operation.Device);
            if (_held.TryGetValue(operation.Device, out var held)) await held.Task.WaitAsync(cancellationToken);
            _used.AddOrUpdate(operation.Device, 0, (_, n) => n - 1);
            return new FenceResult(true, FenceVerdict.VerifiedOff);
        }
    }
}
