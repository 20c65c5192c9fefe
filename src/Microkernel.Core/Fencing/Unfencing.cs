using Microkernel.Core.State;
using Microkernel.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Fencing;

/// <summary>Which devices must let a node in before it may run anything, as those that fence by taking its storage.</summary>
internal static class Unfencing
{
    /// <summary>The steps of a node's levels whose device lets it in, each device once.</summary>
    public static IEnumerable<FencingStep> StepsOf(ClusterSnapshot snapshot, string node) =>
        FencingLevels.Of(snapshot, node).SelectMany(level => level.FencingLevel.Devices)
            .Where(step => snapshot.Find(Object.SpecOneofCase.FenceDevice, step.Device)?.FenceDevice is { Unfence: true })
            .DistinctBy(step => step.Device);

    /// <summary>Devices that have not let in the incarnation of a node that reports.</summary>
    public static IEnumerable<string> Missing(ClusterSnapshot snapshot, string node)
    {
        var report = snapshot.Reports.GetValueOrDefault(node);
        return StepsOf(snapshot, node).Select(step => step.Device)
            .Where(device => report?.UnfencedBy.Contains(device) != true);
    }
}
