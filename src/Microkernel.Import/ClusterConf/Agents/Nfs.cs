using System.Text;
using Microkernel.Import.Sources;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.ClusterConf.Agents;

/// <summary>rgmanager's nfsexport, nfsclient and nfsserver.</summary>
internal static class Nfs
{
    /// <summary>What is to say of nfslock.</summary>
    public const string LockAdvice =
        "locks of NFS version 3 are not carried over; ocf:heartbeat:nfsnotify tells clients to take them anew";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(40);

    /// <summary>Deals with an nfsexport: it gives path and fsid to the nfsclients in it.</summary>
    public static void MapContainer(ServiceElement export, IReadOnlyList<ServiceElement> all, ImportContext context)
    {
        var clients = all.Count(e => e.Type == "nfsclient" && e.Parent == export);
        export.Take("name");
        export.Take("path");
        export.Take("fsid");
        export.Take("device");
        if (export.Definition.Find("nfslock") is { } nfslock)
        {
            context.Say(NoCounterpart, nfslock, LockAdvice);
        }

        if (clients == 0)
        {
            context.Say(NoCounterpart, export.Place, "there is no nfsclient in it, so nothing is exported");
            return;
        }

        context.Say(Mapped, export.Place, "gives path and fsid to the exports of the nfsclients in it");
        context.Say(
            ChangedMeaning,
            export.Place,
            "rgmanager started the NFS server where it did not run; here it must run on each node that may have this"
                + " (systemd), or be an ocf:heartbeat:nfsserver resource before it");
    }

    public static void MapClient(ResourceBuilder resource)
    {
        var element = resource.Element;
        resource.Agent("ocf:heartbeat:exportfs").Copy("target", "clientspec").Timeouts(Timeout, Timeout)
            .Without("allow_recover", "a failed export is exported anew, always")
            .Without("nfslock", LockAdvice)
            .Without("service_name", "the agent takes no name of the service")
            .Without("svcname", "the agent takes no name of the service");
        if (element.Inherit("path", "mountpoint") is { } path)
        {
            resource.Set("directory", path);
        }
        else
        {
            resource.Note(Error, "there is no path, here or around it");
        }

        SetOptions(resource, element);
    }

    public static void MapServer(ResourceBuilder resource) => resource
        .Agent("ocf:heartbeat:nfsserver")
        .Copy("path", "nfs_shared_infodir")
        .Copy("nfspath", "nfs_shared_infodir")
        .Timeouts(Timeout, Timeout)
        .Without("nfslock", LockAdvice)
        .Without("statdport", "the port of rpc.statd is set in nfs.conf(5)")
        .Note(ChangedMeaning,
        "nfs_shared_infodir is where the server's state is kept: see that it is on the shared volume");

    // rgmanager took an fsid among the options as well as by itself or from what is around it.
    private static void SetOptions(ResourceBuilder resource, ServiceElement element)
    {
        var options = (element.Take("options") ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries);
        var inOptions = Array.Find(options, o => o.StartsWith("fsid=", StringComparison.Ordinal))?["fsid=".Length..];
        var plain = string.Join(',', options.Where(o => !o.StartsWith("fsid=", StringComparison.Ordinal)));
        if (plain.Length > 0)
        {
            resource.Set("options", plain);
        }

        resource.Same("options", "parameter options").Same("path", "parameter directory")
            .Same("fsid", "parameter fsid");
        var fsid = element.Inherit("fsid");
        if ((inOptions ?? fsid) is { } known)
        {
            resource.Set("fsid", known);
            return;
        }

        var derived = Derive(element.Inherit("path", "mountpoint") ?? element.Name);
        resource.Set("fsid", $"{derived}").Note(
            ChangedMeaning,
            $"there is no fsid; {derived} is made from the path, the same on each node. Clients that have it mounted"
                + " must mount it anew");
    }

    // FNV-1a over the path: the same path gives the same number each time. 0 is the root of NFS version 4.
    private static uint Derive(string path)
    {
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes(path))
        {
            hash = (hash ^ b) * 16777619u;
        }

        return (hash & 0x7FFFFFFF) | 1;
    }
}
