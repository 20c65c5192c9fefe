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
    public static bool EffectiveSymmetrical(this OrderSpec order) =>
        order.HasSymmetrical ? order.Symmetrical : order.Kind != OrderKind.Serialize;

    /// <summary>Returns whether each member of a set depends on the one before it.</summary>
    public static bool EffectiveSequential(this ResourceSet set) => !set.HasSequential || set.Sequential;

    /// <summary>Returns whether all members of a set, or instances of a clone, must act before what follows
    /// may.</summary>
    public static bool EffectiveRequireAll(this ResourceSet set) => !set.HasRequireAll || set.RequireAll;

    /// <summary>Returns whether instances depend only on what runs on their own node.</summary>
    public static bool EffectiveInterleave(this CloneSpec clone) => !clone.HasInterleave || clone.Interleave;

    /// <summary>Returns what a device calls a node: its entry in the host map, else the node's name.</summary>
    public static string PlugOf(this FenceDeviceSpec device, string node) =>
        device.HostMap.TryGetValue(node, out var plug) ? plug : node;
}
