using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.ClusterConf.Agents;

/// <summary>rgmanager's fs, clusterfs, netfs and bind-mount.</summary>
internal static class FileSystems
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromMinutes(1);

    // What rgmanager's own agent says: fsck of a large volume.
    private static readonly TimeSpan LocalStartTimeout = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(1);

    public static void MapLocal(ResourceBuilder resource)
    {
        Common(resource).Copy("device", "device").Timeouts(LocalStartTimeout, StopTimeout);
        TypeOf(resource);
        if (Flags.IsYes(resource.Element.Definition.Find("force_fsck")?.Value))
        {
            resource.Set("run_fsck", "force").Same("force_fsck", "parameter run_fsck force");
        }
        else
        {
            resource.Same("force_fsck", "run_fsck is auto");
        }
    }

    public static void MapCluster(ResourceBuilder resource)
    {
        Common(resource).Copy("device", "device").Timeouts(StartTimeout, StopTimeout);
        TypeOf(resource);
        resource.Note(
            ChangedMeaning,
            "a cluster file system needs its lock manager (dlm) on each node, which is not a resource here; and it is"
                + " mounted where the service runs, not counted over services");
    }

    public static void MapNetwork(ResourceBuilder resource)
    {
        var element = resource.Element;
        var type = element.Take("fstype") is { Length: > 0 } said ? said : "nfs";
        var (host, export) = (element.Take("host"), element.Take("export"));
        Common(resource)
            .Set("device", type is "cifs" or "smbfs" ? $"//{host}/{export?.TrimStart('/')}" : $"{host}:{export}")
            .Set("fstype", type)
            .Same("host", "parameter device").Same("export", "parameter device").Same("fstype", "parameter fstype")
            .Without("no_unmount", "it is always unmounted when the resource stops")
            .Timeouts(StartTimeout, StopTimeout);
    }

    public static void MapBind(ResourceBuilder resource)
    {
        resource.Agent("ocf:heartbeat:Filesystem").Copy("source", "device").Copy("mountpoint", "directory")
            .Set("fstype", "none").Set("options", "bind").Timeouts(StartTimeout, StopTimeout);
        Unmount(resource);
    }

    private static ResourceBuilder Common(ResourceBuilder resource)
    {
        resource.Agent("ocf:heartbeat:Filesystem").Copy("mountpoint", "directory").Copy("options", "options")
            .Same("fsid", "the fsid of what is exported from it")
            .Same("use_findmnt", "how mounts are looked up is the agent's own matter")
            .Without("nfslock", Nfs.LockAdvice)
            .Without("quick_status", "the monitor is light as it is");
        if (Flags.IsYes(resource.Element.Definition.Find("self_fence")?.Value))
        {
            resource.Same("self_fence", "a failed stop fences the node, always");
        }
        else
        {
            resource.Changed("self_fence", "a failed stop fences the node here (onFail of Stop)");
        }

        Unmount(resource);
        return resource;
    }

    private static void TypeOf(ResourceBuilder resource)
    {
        if (resource.Element.Take("fstype") is { Length: > 0 })
        {
            resource.Copy("fstype", "fstype");
        }
        else
        {
            resource.Set("fstype", "auto").Note(ChangedMeaning, "there is no fstype; auto lets mount find out");
        }
    }

    private static void Unmount(ResourceBuilder resource)
    {
        if (resource.Element.Definition.Find("force_unmount") is not { } attribute)
        {
            resource.Note(
                ChangedMeaning,
                "without force_unmount rgmanager failed to stop while processes used it; Filesystem ends these"
                    + " processes, as the node would be fenced otherwise (parameter force_unmount)");
        }
        else if (Flags.IsYes(attribute.Value))
        {
            resource.Set("force_unmount", "true").Same("force_unmount", "parameter force_unmount");
        }
        else
        {
            resource.Set("force_unmount", "false").Changed(
                "force_unmount", "parameter force_unmount false: a stop fails while processes use it, and then the"
                    + " node is fenced");
        }
    }
}
