using Microkernel.V1;
using static Microkernel.V1.Object;

namespace Microkernel.Model.Validation.Surprises;

/// <summary>Nodes that cannot be fenced: what they ran stays where it was when they die.</summary>
internal static class FencingSurprises
{
    private const string ExternalPrefix = "external/";

    // Agents that answer well without proof that anything is off, or that ask a person.
    private static readonly string[] ProveNothing =
        ["null", "manual", "fence_null", "fence_dummy", "fence_manual", "fence_ack_manual", "fence_disable", "fence_none"];

    public static IEnumerable<string> Find(ObjectSet set)
    {
        var cluster = set.Of(SpecOneofCase.Cluster).FirstOrDefault();
        if (!EffectiveCluster.Of(cluster?.Cluster).FencingEnabled)
        {
            yield return "Cluster/cluster: fencing is off: nothing of a lost node is recovered by itself";
            yield break;
        }

        var fenced = set.Of(SpecOneofCase.FencingLevel).Select(l => l.FencingLevel.Node).ToHashSet();
        foreach (var node in set.Of(SpecOneofCase.Node).Where(n => n.Node.EffectiveRole() == NodeRole.Member))
        {
            if (!fenced.Contains(node.Name()))
            {
                yield return $"{node.Title()}: no FencingLevel names it: when it is lost, nothing that it ran is"
                    + " recovered until an operator confirms that it is off";
            }
        }

        foreach (var device in set.Of(SpecOneofCase.FenceDevice))
        {
            if (ProveNothing.Contains(device.FenceDevice.Agent))
            {
                yield return $"{device.Title()}: {device.FenceDevice.Agent} never proves that a node is off, so it"
                    + " never frees what a lost node ran";
            }
            else if (device.FenceDevice.Agent.StartsWith(ExternalPrefix, StringComparison.Ordinal)
                && !device.FenceDevice.TrustAgent)
            {
                yield return $"{device.Title()}: {device.FenceDevice.Agent} cannot be asked whether a node is off, so it"
                    + " never frees what a lost node ran; trustAgent: true takes its word for it, and a device that"
                    + " lies then corrupts data";
            }
        }

        var used = set.Of(SpecOneofCase.FencingLevel)
            .SelectMany(l => l.FencingLevel.Devices).Select(d => d.Device).ToHashSet();
        foreach (var device in set.Of(SpecOneofCase.FenceDevice).Where(d => !used.Contains(d.Name())))
        {
            yield return $"{device.Title()}: no FencingLevel uses it";
        }
    }
}
