using Microkernel.Import.Sources;
using Microkernel.Model;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Ifcfg;

/// <summary>What an interface is.</summary>
internal enum InterfaceKind
{
    /// <summary>Neither bond nor bridge: a port of one, or none of the cluster's business.</summary>
    Other,

    /// <summary>A bond.</summary>
    Bond,

    /// <summary>A bridge.</summary>
    Bridge,
}

/// <summary>One ifcfg-* of one host.</summary>
internal sealed record InterfaceFile(SourceElement Root, string Name, InterfaceKind Kind, string? Node)
{
    private const string Prefix = "ifcfg-";

    /// <summary>Looks at a file: what it is, what the interface is called, whose it is.</summary>
    public static InterfaceFile Of(SourceElement root, ImportContext context)
    {
        var file = root.File.Name;
        var byName = file.StartsWith(Prefix, StringComparison.Ordinal) ? file[Prefix.Length..] : null;
        var device = root.Find("DEVICE");
        var isSuse = root.Find("STARTMODE") is not null || Says(root, "BRIDGE", "yes");
        var name = isSuse ? byName ?? device?.Value : NonEmpty(device?.Value) ?? byName;
        name ??= "interface";
        if (device is not null && device.Value.Length > 0)
        {
            var same = device.Value == name;
            context.Say(
                same ? Mapped : ChangedMeaning,
                device,
                same ? $"parameter device {name}"
                    : $"the interface is {name}, as the file is called: ifcfg(5) of SUSE, which the file is of by its"
                        + $" STARTMODE, reads no DEVICE; with Red Hat's scripts it would be {device.Value}");
        }

        var node = root.File.Host is { } host ? context.Nodes.Mention(host, root).Object.Name() : null;
        return new InterfaceFile(root, name, KindOf(root), node);
    }

    private static InterfaceKind KindOf(SourceElement root)
    {
        if (Says(root, "BRIDGE", "yes") || Says(root, "TYPE", "Bridge") || root.Find("BRIDGE_PORTS") is not null)
        {
            return InterfaceKind.Bridge;
        }

        return Says(root, "BONDING_MASTER", "yes") || Says(root, "TYPE", "Bond") || root.Find("BONDING_OPTS") is not null
            || root.Find("BONDING_MODULE_OPTS") is not null
            ? InterfaceKind.Bond : InterfaceKind.Other;
    }

    private static bool Says(SourceElement root, string key, string value) =>
        string.Equals(root.Find(key)?.Value, value, StringComparison.OrdinalIgnoreCase);

    private static string? NonEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
