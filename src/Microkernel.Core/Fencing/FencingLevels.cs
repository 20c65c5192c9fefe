using System.Security.Cryptography;
using Microkernel.Core.State;
using Microkernel.Core.Transitions;
using Microkernel.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Fencing;

/// <summary>
/// Tries a node's levels in rising order until all devices of one have verified it off; only then, so that redundant
/// power supplies are off at the same time, is power given back.
/// </summary>
internal sealed class FencingLevels(DeviceUse device, TimeProvider time)
{
    /// <summary>Levels declared for a node, the lowest first.</summary>
    public static IReadOnlyList<Object> Of(ClusterSnapshot snapshot, string node) =>
    [
        .. snapshot.OfKind(Object.SpecOneofCase.FencingLevel)
            .Where(level => level.FencingLevel.Node == node).OrderBy(level => level.FencingLevel.Level),
    ];

    /// <summary>Answers the level that has verified the node off; null when none has.</summary>
    /// <param name="snapshot">What is declared.</param>
    /// <param name="node">Node to fence.</param>
    /// <param name="leader">Whose order it is.</param>
    /// <param name="shots">Takes in each use of a device.</param>
    /// <param name="ct">Ends it, verified or not.</param>
    /// <param name="isWanted">Asked after each delay; when it is no more, nobody is shot at. Null: always.</param>
    public async Task<Object?> TakePowerAsync(
        ClusterSnapshot snapshot, string node, LeaderToken leader, ICollection<FenceShot> shots, CancellationToken ct,
        Func<bool>? isWanted = null)
    {
        foreach (var level in Of(snapshot, node))
        {
            var verified = true;
            for (var index = 0; index < level.FencingLevel.Devices.Count && verified; index++)
                verified = await TakePowerAsync(snapshot, node, level, index, leader, shots, isWanted, ct);
            if (verified) return level;
        }
        return null;
    }

    /// <summary>Gives a node its power back by all devices of the level that took it.</summary>
    public async Task GivePowerAsync(
        ClusterSnapshot snapshot, string node, Object level, LeaderToken leader, ICollection<FenceShot> shots,
        CancellationToken ct)
    {
        for (var index = 0; index < level.FencingLevel.Devices.Count; index++)
            shots.Add(await device.RunAsync(snapshot, node, level, index, powerOn: true, leader, ct));
    }

    private async Task<bool> TakePowerAsync(
        ClusterSnapshot snapshot, string node, Object level, int index, LeaderToken leader,
        ICollection<FenceShot> shots, Func<bool>? isWanted, CancellationToken ct)
    {
        var declared = ShotTimes.Of(snapshot, level.FencingLevel.Devices[index]);
        var delay = declared.Delay + declared.RandomDelay * (RandomNumberGenerator.GetInt32(1001) / 1000.0);
        if (delay > TimeSpan.Zero) await Task.Delay(delay, time, ct);
        if (isWanted?.Invoke() == false) return false;
        for (var attempt = 0; attempt < declared.Attempts; attempt++)
        {
            var shot = await device.RunAsync(snapshot, node, level, index, powerOn: false, leader, ct);
            shots.Add(shot);
            if (shot.Succeeded) return true;
        }
        return false;
    }
}
