using System.Text;
using System.Text.RegularExpressions;
using Microkernel.Import.Sources;

namespace Microkernel.Import.Files;

/// <summary>Finds out which format a file has, by what is in it.</summary>
internal static partial class FormatDetector
{
    private const int LookAt = 64 * 1024;

    private static readonly (ImportFormat Format, Regex Line)[] Lines =
    [
        (ImportFormat.TgtTargets, TgtPattern()),
        (ImportFormat.CorosyncConf, CorosyncPattern()),
        (ImportFormat.DrbdConf, DrbdPattern()),
        (ImportFormat.MultipathConf, MultipathPattern()),
        (ImportFormat.InitiatorName, InitiatorPattern()),
        (ImportFormat.IscsidConf, IscsidPattern()),
        (ImportFormat.Ifcfg, IfcfgPattern()),
        (ImportFormat.CrmShell, CrmPattern()),
    ];

    /// <summary>Returns the format; Unknown when it is none of those that are known.</summary>
    public static ImportFormat Detect(ReadOnlyMemory<byte> content)
    {
        switch (XmlTreeReader.RootName(content))
        {
            case "cluster":
                return ImportFormat.ClusterConf;
            case "cib":
                return ImportFormat.Cib;
            case not null:
                return ImportFormat.Unknown;
        }

        // What begins as XML and is damaged is read as XML, to tell where.
        if (XmlTreeReader.LooksLikeXml(content, "cluster"))
        {
            return ImportFormat.ClusterConf;
        }

        if (XmlTreeReader.LooksLikeXml(content, "cib"))
        {
            return ImportFormat.Cib;
        }

        var line = FirstLine(content);
        return line is null ? ImportFormat.Unknown
            : Lines.Where(l => l.Line.IsMatch(line)).Select(l => l.Format).FirstOrDefault();
    }

    /// <summary>Tells whether there is anything but comments and blanks.</summary>
    public static bool SaysNothing(ReadOnlyMemory<byte> content) =>
        content.Length < LookAt && FirstLine(content) is null;

    private static string? FirstLine(ReadOnlyMemory<byte> content)
    {
        var text = Encoding.UTF8.GetString(content.Span[..Math.Min(content.Length, LookAt)]).TrimStart('\uFEFF');
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            var line = raw.Trim();
            if (line.Length > 0 && line[0] != '#')
            {
                return line[..Math.Min(line.Length, 1000)].ToString();
            }
        }

        return null;
    }

    [GeneratedRegex(@"^(<target\s|default-driver\s|ignore-errors\s|control-port\s)")]
    private static partial Regex TgtPattern();

    [GeneratedRegex(@"^(totem|logging|quorum|nodelist|amf|aisexec|service|event|uidgid|system)\s*\{$")]
    private static partial Regex CorosyncPattern();

    [GeneratedRegex("""^((global|common|skip)\s*(\{|$)|(skip\s+)?resource\s+("[^"]+"|[^\s{]+)\s*(\{|$)|include\s+["\w/.*]+;)""")]
    private static partial Regex DrbdPattern();

    [GeneratedRegex(
        @"^(defaults|blacklist|blacklist_exceptions|devices|device|multipaths|overrides|devnode_blacklist)\s*(\{|$)")]
    private static partial Regex MultipathPattern();

    [GeneratedRegex(@"^InitiatorName\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex InitiatorPattern();

    [GeneratedRegex(@"^(node|discovery|iscsid|isns|iface)\.[\w.\[\]]+\s*=")]
    private static partial Regex IscsidPattern();

    [GeneratedRegex(
        @"^(export\s+)?(BONDING_\w+|BRIDGE\w*|BOOTPROTO|BROADCAST|DEVICE|TYPE|NAME|ONBOOT|STARTMODE|IPADDR\w*|MASTER"
        + @"|SLAVE|HWADDR|NM_CONTROLLED|USERCTL|ETHTOOL_OPT\w+|UUID|NETMASK|NETWORK|DELAY|STP|MTU|IPV6\w+|LLADDR"
        + @"|VLAN\w*|PHYSDEV|ETHERDEVICE|USERCONTROL|DEFROUTE|PEERDNS|MACADDR|PREFIX\w*|ZONE|PROXY_METHOD)=")]
    private static partial Regex IfcfgPattern();

    [GeneratedRegex(
        @"^(configure|primitive|node|group|clone|ms|master|location|colocation|collocation|order|property|rsc_defaults"
        + @"|op_defaults|rsc_template|fencing_topology|fencing-topology|rsc_ticket|tag|bundle|alert|acl_target|role|user"
        + @"|xml|monitor|commit|crm\s+configure|op_meta)(\s|$)")]
    private static partial Regex CrmPattern();
}
