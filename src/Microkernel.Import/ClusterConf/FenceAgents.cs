using System.Collections.Frozen;

namespace Microkernel.Import.ClusterConf;

/// <summary>What became of the fence agents that cluster.conf files name.</summary>
internal static class FenceAgents
{
    // Debian 12, package fence-agents 4.12.1, files /usr/sbin/fence_*; fence-virt brings fence_xvm and fence_virt.
    private static readonly FrozenSet<string> Carried = FrozenSet.ToFrozenSet(
        ("aliyun alom amt apc apc_snmp aws azure_arm bladecenter brocade cdu cisco_mds cisco_ucs compute"
        + " crosslink cyberpower_ssh docker drac drac5 dummy eaton_snmp ecloud emerson eps evacuate gce hds_cb"
        + " heuristics_ping hpblade ibm_powervs ibm_vpc ibmblade ibmz idrac ifmib ilo ilo2 ilo3 ilo3_ssh ilo4"
        + " ilo4_ssh ilo5 ilo5_ssh ilo_moonshot ilo_mp ilo_ssh imm intelmodular ipdu ipmilan ipmilanplus ironic"
        + " kdump kubevirt ldom legacy lindypdu lpar mpath netio openstack ovh powerman pve raritan raritan_px3"
        + " rcd_serial redfish rhevm rsa rsb sanbox2 sbd scsi skalar tripplite_snmp vbox virsh vmware"
        + " vmware_rest vmware_soap vmware_vcloud watchdog wti xenapi zvmip xvm virt")
        .Split(' ').Select(name => $"fence_{name}"));

    private static readonly FrozenDictionary<string, string> Advice = new Dictionary<string, string>
    {
        ["fence_manual"] = "it only asked an operator to switch the node off and never proved it; no package carries it"
            + " today. Put a real agent in its place (--fence-agent fence_manual=NAME); until then an operator"
            + " confirms each lost node by hand, and nothing that it ran is recovered before",
        ["fence_disable"] = "it answered well without doing anything, so data was at risk whenever the networks failed."
            + " Nothing is recovered here without proof: put a real agent in its place (--fence-agent"
            + " fence_disable=NAME)",
        ["fence_null"] = "it answers well without doing anything, which is no proof that a node is off and never frees"
            + " what it ran",
        ["fence_na"] = "no package carries the Node Assassin agent today; bring it along, or put another in its place"
            + " (--fence-agent fence_na=NAME)",
        ["fence_esxi"] = "no package carries it today; fence_vmware_soap and fence_vmware_rest do its work with other"
            + " parameters: server is ip, vmname is plug, operation goes",
        ["fence_vmware_helper"] = "it was a part of fence_vmware; fence_vmware_soap does its work today",
        ["fence_gnbd"] = "GNBD is gone from the kernel; fence_scsi cuts a node from shared storage today",
        ["fence_xen"] = "no package carries it today; fence_xenapi, or fence_virsh with libvirt, does its work",
    }.ToFrozenDictionary();

    /// <summary>Says what is to know of an agent; null when Debian carries it and it works as it did.</summary>
    public static string? AdviceOn(string agent)
    {
        if (Advice.TryGetValue(agent, out var advice))
        {
            return advice;
        }

        return Carried.Contains(agent)
            ? null
            : $"Debian carries no {agent} today; bring it along, or put another in its place (--fence-agent"
            + $" {agent}=NAME)";
    }
}
