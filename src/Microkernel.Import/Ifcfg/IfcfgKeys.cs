using System.Collections.Frozen;

namespace Microkernel.Import.Ifcfg;

/// <summary>Keys of ifcfg-* and the parameters that they are.</summary>
internal static class IfcfgKeys
{
    /// <summary>Keys that only repeat what the address says.</summary>
    public static readonly FrozenSet<string> Derived =
        FrozenSet.ToFrozenSet(["BROADCAST", "NETWORK", "NETMASK", "PREFIX", "PREFIXLEN"]);

    /// <summary>Keys without counterpart, and why.</summary>
    public static readonly FrozenDictionary<string, string> Losses = new Dictionary<string, string>
    {
        ["USERCONTROL"] = "who may switch it is not the cluster's business: a setting of the host's network scripts",
        ["USERCTL"] = "who may switch it is not the cluster's business: a setting of the host's network scripts",
        ["NM_CONTROLLED"] = "a setting of the host's network scripts; keep NetworkManager off what the cluster keeps",
        ["ETHTOOL_OPTS"] = "settings of the card are the host's own",
        ["ETHTOOL_OPTIONS"] = "settings of the card are the host's own",
        ["NAME"] = "a name for people",
        ["UUID"] = "a name for NetworkManager",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, (string Parameter, Func<string, string> Convert)> Both =
        new Dictionary<string, (string, Func<string, string>)>
        {
            ["MTU"] = ("mtu", Same),
            ["GATEWAY"] = ("gateway", Same),
            ["LLADDR"] = ("mac", Same),
            ["MACADDR"] = ("mac", Same),
        }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, (string Parameter, Func<string, string> Convert)> Bridge =
        new Dictionary<string, (string, Func<string, string>)>
        {
            ["BRIDGE_STP"] = ("stp", Flag),
            ["STP"] = ("stp", Flag),
            ["BRIDGE_FORWARDDELAY"] = ("forward-delay", Seconds),
            ["DELAY"] = ("forward-delay", Seconds),
            ["BRIDGE_HELLOTIME"] = ("hello-time", Seconds),
            ["BRIDGE_MAXAGE"] = ("max-age", Seconds),
            ["BRIDGE_AGEINGTIME"] = ("ageing-time", Seconds),
            ["BRIDGE_PRIORITY"] = ("priority", Same),
            ["BRIDGE_PATHCOST"] = ("path-cost.PORT", Same),
            ["BRIDGE_PATHCOSTS"] = ("path-cost.PORT", Same),
            ["BRIDGE_VLAN_AWARE"] = ("vlan-filtering", Flag),
        }.ToFrozenDictionary();

    /// <summary>Finds the parameter of a key, and how its value is written.</summary>
    public static (string Parameter, Func<string, string> Convert)? Find(string key, InterfaceKind kind) =>
        kind == InterfaceKind.Bridge && Bridge.TryGetValue(key, out var bridge) ? bridge
            : Both.TryGetValue(key, out var both) ? both : null;

    private static string Same(string value) => value;

    private static string Seconds(string value) =>
        value.Length > 0 && char.IsAsciiDigit(value[^1]) ? $"{value}s" : value;

    private static string Flag(string value) =>
        value.ToUpperInvariant() is "ON" or "YES" or "1" or "TRUE" ? "true" : "false";
}
