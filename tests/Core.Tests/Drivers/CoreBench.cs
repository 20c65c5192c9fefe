using Microkernel.Core.Drivers;
using Microkernel.Core.Drivers.Supervision;
using Microkernel.Core.Drivers.Swapping;
using Microkernel.Driver.V1;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microkernel.Core.Tests.Drivers;

/// <summary>The part of a core that looks after drivers: it can be ended and started again over the same
/// folders.</summary>
internal sealed class CoreBench : IAsyncDisposable, IResourceInventory, IHeartbeatHandover
{
    private CoreBench(string folder, ulong epoch, bool automatic)
    {
        Host = new DriverHost(
            Path.Combine(folder, "run"), new DriverIdentity("c", "n1", epoch, "0.0.0"), TimeProvider.System,
            NullLogger<DriverHost>.Instance);
        var metrics = new DriverMetrics(Host);
        var launcher = new DriverLauncher(
            Host, new ControlGroups(NullLogger<ControlGroups>.Instance), NullLogger<DriverLauncher>.Instance);
        Swapper = new DriverSwapper(
            Host, launcher, this, this, new SwapPolicy(automatic), metrics, TimeProvider.System,
            NullLogger<DriverSwapper>.Instance);
        Factory = new SupervisedDriverFactory(
            Host, launcher, Swapper, metrics, TimeProvider.System, NullLogger<SupervisedDriver>.Instance);
        Supervisor = new DriverSupervisor(
            new SupervisorOptions(Path.Combine(folder, "drivers.d"), TimeSpan.FromMilliseconds(50)), Factory,
            TimeProvider.System, NullLogger<DriverSupervisor>.Instance);
    }

    public DriverHost Host { get; }

    public DriverSwapper Swapper { get; }

    public DriverSupervisor Supervisor { get; }

    public SupervisedDriverFactory Factory { get; }

    public int ActingProcess => Host.Active("test")?.ServedBy ?? 0;

    public static async Task<CoreBench> StartAsync(string folder, ulong epoch = 1, bool automatic = true)
    {
        var core = new CoreBench(folder, epoch, automatic);
        await core.Host.StartAsync(TestContext.Current.CancellationToken);
        await core.Supervisor.StartAsync(TestContext.Current.CancellationToken);
        return core;
    }

    /// <summary>The core ends; what it started goes on.</summary>
    public async ValueTask DisposeAsync()
    {
        await Supervisor.StopAsync(CancellationToken.None);
        Swapper.Dispose();
        await Host.StopAsync(CancellationToken.None);
        Supervisor.Dispose();
        Host.Dispose();
    }

    IReadOnlyList<AdoptedResource> IResourceInventory.ActiveBy(IReadOnlyCollection<string> agentClasses) => [];

    Task<string> IHeartbeatHandover.HandOverAsync(
        DriverConnection old, DriverConnection successor, CancellationToken ct) => Task.FromResult("");

    Task IHeartbeatHandover.TakeBackAsync(DriverConnection old, CancellationToken ct) => Task.CompletedTask;
}
