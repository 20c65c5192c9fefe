using Microkernel.V1;

namespace Microkernel.Model;

/// <summary>A fence device with the defaults filled in.</summary>
/// <param name="Timeout">How long one shot may take.</param>
/// <param name="MonitorInterval">Time between two checks of the device itself.</param>
/// <param name="Delay">Waited before each shot.</param>
/// <param name="RandomDelay">A random time up to this is waited besides.</param>
/// <param name="Attempts">How often a shot is tried.</param>
public sealed record EffectiveFenceDevice(
    TimeSpan Timeout, TimeSpan MonitorInterval, TimeSpan Delay, TimeSpan RandomDelay, int Attempts)
{
    /// <summary>Fills in what the device does not say.</summary>
    public static EffectiveFenceDevice Of(FenceDeviceSpec device) => new(
        device.Timeout.ToTimeSpanOrNull() ?? Defaults.FenceTimeout,
        device.MonitorInterval.ToTimeSpanOrNull() ?? Defaults.FenceMonitorInterval,
        device.Delay.ToTimeSpanOrNull() ?? TimeSpan.Zero,
        device.RandomDelay.ToTimeSpanOrNull() ?? TimeSpan.Zero,
        device.Attempts == 0 ? Defaults.FenceAttempts : (int)device.Attempts);
}
