using Microkernel.Core.State;
using Microkernel.Model;
using Microkernel.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Fencing;

/// <summary>How long shots may take, from what is declared of their devices.</summary>
internal static class ShotTimes
{
    /// <summary>How much later than its timeout a driver may answer.</summary>
    public static readonly TimeSpan AnswerMargin = TimeSpan.FromSeconds(5);

    /// <summary>How much later than the driver another node, which was asked to shoot, may answer.</summary>
    public static readonly TimeSpan RelayMargin = TimeSpan.FromSeconds(5);

    /// <summary>What is declared of a step's device, defaults filled in.</summary>
    public static EffectiveFenceDevice Of(ClusterSnapshot snapshot, FencingStep step) => EffectiveFenceDevice.Of(
        snapshot.Find(Object.SpecOneofCase.FenceDevice, step.Device)?.FenceDevice ?? new FenceDeviceSpec());

    /// <summary>How long all shots at a node by all of its levels may take: every try of every device, off and on.</summary>
    public static TimeSpan Bound(ClusterSnapshot snapshot, IEnumerable<FencingLevelSpec> levels) => levels.Aggregate(
        TimeSpan.Zero, (sum, level) => sum + level.Devices.Aggregate(TimeSpan.Zero, (of, step) => of + Bound(snapshot, level, step)));

    private static TimeSpan Bound(ClusterSnapshot snapshot, FencingLevelSpec level, FencingStep step)
    {
        var device = Of(snapshot, step);
        var tries = device.Attempts + (level.PowerOn ? 1 : 0);
        return device.Delay + device.RandomDelay + tries * (device.Timeout + AnswerMargin + RelayMargin);
    }
}
