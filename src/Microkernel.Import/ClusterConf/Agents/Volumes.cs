using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.ClusterConf.Agents;

/// <summary>rgmanager's lvm (HA-LVM).</summary>
internal static class Volumes
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);

    public static void Map(ResourceBuilder resource) => resource
        .Agent("ocf:heartbeat:LVM-activate")
        .Copy("vg_name", "vgname")
        .Copy("lv_name", "lvname")
        .Set("vg_access_mode", "tagging")
        .Timeouts(Timeout, Timeout)
        .Same("self_fence", "a failed stop fences the node, always")
        .Without("nfslock", Nfs.LockAdvice)
        .Note(
            ChangedMeaning,
            "vg_access_mode tagging is what HA-LVM did with volume_list in lvm.conf; system_id is today's better way");
}
