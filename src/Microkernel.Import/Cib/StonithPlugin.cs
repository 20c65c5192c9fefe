using System.Collections.Frozen;

namespace Microkernel.Import.Cib;

/// <summary>A plugin of cluster-glue (Heartbeat's stonith) and the fence agent that does its work today.</summary>
/// <param name="Agent">The fence agent.</param>
/// <param name="Names">Its parameters by the plugin's names; "*" stands for the list of nodes, "" for none.</param>
/// <param name="Fixed">Parameters that it always needs.</param>
internal sealed record StonithPlugin(
    string Agent, IReadOnlyDictionary<string, string> Names, IReadOnlyDictionary<string, string> Fixed)
{
    private static readonly FrozenDictionary<string, StonithPlugin> Known = new Dictionary<string, StonithPlugin>
    {
        ["null"] = Of("fence_null", "hostlist=*"),
        ["meatware"] = Of("fence_manual", "hostlist=*"),
        ["external/drac5"] = Of("fence_drac5", "hostname=* ipaddr=ip userid=username passwd=password"),
        ["external/dracmc-telnet"] = Of(
            "fence_drac", "nodename=* drac_mc_ip_addr=ip server_modulename=plug login=username passwd=password"),
        ["external/rackpdu"] = Of(
            "fence_apc_snmp", "hostlist=* pduip=ip community=community username=username password=password"),
        ["external/ipmi"] = Of(
            "fence_ipmilan", "hostname=* ipaddr=ip userid=username passwd=password interface=lanplus priv=privlvl"),
        ["external/riloe"] = Of(
            "fence_ilo", "hostlist=* ilo_hostname=ip ilo_user=username ilo_password=password", "ssl=1"),
        ["external/ibmrsa-telnet"] = Of(
            "fence_rsa", "nodename=* ip_address=ip username=username password=password"),
        ["external/libvirt"] = Of("fence_virsh", "hostlist=* hypervisor_uri=ip"),
        ["external/vcenter"] = Of("fence_vmware_soap", "HOSTLIST=* VI_SERVER=ip", "ssl=1"),
        ["external/sbd"] = Of("fence_sbd", "sbd_device=devices"),
        ["apcmaster"] = Of("fence_apc", "ipaddr=ip login=username password=password"),
        ["apcmastersnmp"] = Of("fence_apc_snmp", "ipaddr=ip community=community port=udpport"),
        ["wti_nps"] = Of("fence_wti", "ipaddr=ip password=password"),
        ["ibmhmc"] = Of("fence_lpar", "ipaddr=ip user=username password=password"),
        ["rcd_serial"] = Of("fence_rcd_serial", "hostlist=* ttydev=serial_cable"),
    }.ToFrozenDictionary();

    /// <summary>Finds a plugin; null when no agent of today does its work.</summary>
    public static StonithPlugin? Find(string type) => Known.GetValueOrDefault(type);

    private static StonithPlugin Of(string agent, string names, string always = "") => new(
        agent, Pairs(names), Pairs(always));

    private static Dictionary<string, string> Pairs(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=')).ToDictionary(p => p[0], p => p[1]);
}
