using Microkernel.Core.Drivers.Swapping;

namespace Microkernel.Core.Drivers.Supervision;

/// <summary>Makes <see cref="SupervisedDriver"/>s.</summary>
internal sealed class SupervisedDriverFactory(
    DriverHost host, DriverLauncher launcher, DriverSwapper swapper, DriverMetrics metrics, TimeProvider time,
    ILogger<SupervisedDriver> logger)
{
    /// <summary>A driver has ended: its name, how, and how long until it is started again.</summary>
    public event Action<string, string, TimeSpan>? Ended;

    public SupervisedDriver Create(DriverManifest manifest) => new(
        manifest, host, launcher, swapper, metrics, time, logger,
        (reason, wait) => Ended?.Invoke(manifest.Name, reason, wait));
}
