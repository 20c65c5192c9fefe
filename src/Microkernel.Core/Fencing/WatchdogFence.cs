using Google.Protobuf.WellKnownTypes;
using Microkernel.Core.State;
using Microkernel.Core.Transitions;
using Microkernel.Node.V1;
using Microkernel.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Fencing;

/// <summary>
/// Fences by a node's own watchdog: the node is refused all further grants, then the time is waited after which its
/// watchdog has surely reset it, or it has stopped all that it ran.
/// </summary>
internal sealed class WatchdogFence(ClusterTracker tracker, StateWriter writer, TimeProvider time)
{
    /// <summary>Agent name of such a device; no driver runs it.</summary>
    public const string Agent = "watchdog";

    /// <summary>Devices count their seconds coarsely, and clocks of two hosts differ.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    private const double ClockSkewFactor = 1.25;

    /// <summary>Whether a device stands for its nodes' own watchdogs.</summary>
    public static bool IsDevice(ClusterSnapshot snapshot, string device) =>
        snapshot.Find(Object.SpecOneofCase.FenceDevice, device)?.FenceDevice.Agent == Agent;

    /// <summary>Answers which nodes that count on the device have no armed watchdog; empty when all have one.</summary>
    public static string Check(ClusterSnapshot snapshot, string device)
    {
        var without = snapshot.OfKind(Object.SpecOneofCase.FencingLevel)
            .Where(level => level.FencingLevel.Devices.Any(step => step.Device == device))
            .Select(level => level.FencingLevel.Node).Distinct()
            .Where(node => snapshot.Members.GetValueOrDefault(node)?.State == MemberState.Online &&
                snapshot.Reports.GetValueOrDefault(node)?.Watchdog is null).ToList();
        return without.Count == 0 ? "" : $"no armed watchdog on {string.Join(", ", without)}";
    }

    /// <summary>How long after the last grant nothing of a node's can be running.</summary>
    public static TimeSpan SureAfter(WatchdogReport watchdog) =>
        (watchdog.Grant.ToTimeSpan() + watchdog.Timeout.ToTimeSpan()) * ClockSkewFactor + Margin;

    /// <summary>Waits until the node is surely reset; answers whether it is, or why that cannot be said.</summary>
    public async Task<(bool Succeeded, string Reason)> WaitAsync(
        string node, bool powerOn, LeaderToken leader, CancellationToken ct)
    {
        // A node that its watchdog has reset starts by itself.
        if (powerOn) return (true, "");
        var snapshot = tracker.Current;
        if (snapshot.Reports.GetValueOrDefault(node)?.Watchdog is not { } watchdog)
            return (false, $"{node} has reported no armed watchdog");
        if (!await RefuseGrantsAsync(snapshot, node, leader, ct))
            return (false, "this node leads no more");
        // From here, by this node's own clock: whatever was granted, was granted before.
        await Task.Delay(SureAfter(watchdog), time, ct);
        return (true, "");
    }

    /// <summary>Grants compare the member's record: an unclean one gets none.</summary>
    private async Task<bool> RefuseGrantsAsync(
        ClusterSnapshot snapshot, string node, LeaderToken leader, CancellationToken ct)
    {
        var member = snapshot.Members.GetValueOrDefault(node)?.Clone() ?? new MemberRecord();
        if (member.State == MemberState.Online)
            (member.State, member.Reason, member.Since) =
                (MemberState.Unclean, "its watchdog is to reset it", time.GetUtcNow().ToTimestamp());
        // Written also when it is unclean already: what an earlier leader wrote may still be on its way here.
        if (await writer.TryAsync([leader.Comparison], [StateWriter.Put(StateKeys.Member(node), member)], ct)
            is not { } revision) return false;
        await tracker.WaitForAsync(revision, ct);
        return true;
    }
}
