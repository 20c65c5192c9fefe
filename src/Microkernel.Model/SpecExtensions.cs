using Microkernel.V1;

namespace Microkernel.Model;

/// <summary>Single values of specs with their defaults filled in.</summary>
public static class SpecExtensions
{
    /// <summary>Returns the UDP port of a ring.</summary>
    public static int EffectivePort(this RingSpec ring) => ring.Port == 0 ? Defaults.RingPort : (int)ring.Port;

    /// <summary>Returns the role of a node.</summary>
    public static NodeRole EffectiveRole(this NodeSpec node) =>
        node.Role == NodeRole.Unspecified ? NodeRole.Member : node.Role;

    /// <summary>Returns how strict an order is.</summary>
    public static OrderKind EffectiveKind(this OrderSpec order) =>
        order.Kind == OrderKind.Unspecified ? OrderKind.Mandatory : order.Kind;

    /// <summary>Returns whether stops go the other way round.</summary>
    public static bool EffectiveSymmetrical(this OrderSpec order) => !order.HasSymmetrical || order.Symmetrical;

    /// <summary>Returns what a device calls a node: its entry in the host map, else the node's name.</summary>
    public static string PlugOf(this FenceDeviceSpec device, string node) =>
        device.HostMap.TryGetValue(node, out var plug) ? plug : node;
}
