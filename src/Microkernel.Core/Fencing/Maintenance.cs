using Microkernel.Core.State;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Fencing;

/// <summary>Whoever works on a node or the network does not want it shot meanwhile.</summary>
internal static class Maintenance
{
    /// <summary>Whether a node is not to be fenced unless an operator asks for it.</summary>
    public static bool HoldsFencing(ClusterSnapshot snapshot, string node) =>
        !snapshot.FenceRequests.ContainsKey(node) &&
        (snapshot.Cluster.Maintenance || snapshot.Find(Object.SpecOneofCase.Node, node)?.Node.Maintenance == true);
}
