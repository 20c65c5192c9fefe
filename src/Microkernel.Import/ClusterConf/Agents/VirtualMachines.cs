using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.ClusterConf.Agents;

/// <summary>rgmanager's vm.</summary>
internal static class VirtualMachines
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(90);

    public static void Map(ResourceBuilder resource)
    {
        var element = resource.Element;
        var name = element.Take("name") ?? "vm";
        var path = element.Take("path")?.Split(':')[0];
        var byLibvirt = Flags.IsYes(element.Take("use_virsh"))
            || (path is null && element.Definition.Find("use_virsh") is null);
        if (byLibvirt)
        {
            MapLibvirt(resource, name);
        }
        else
        {
            resource.Agent("ocf:heartbeat:Xen").Set("xmfile", $"{(path ?? "/etc/xen").TrimEnd('/')}/{name}")
                .Note(ChangedMeaning, "the configuration is looked for under this path alone (parameter xmfile)");
        }

        resource.Timeouts(StartTimeout, StopTimeout)
            .Same("path", "where the configuration is").Same("use_virsh", "the agent")
            .Without("migrate", "it is stopped and started, not yet migrated live")
            .Without("migration_mapping", "it is stopped and started, not yet migrated live")
            .Without("migration_uri", "it is stopped and started, not yet migrated live")
            .Without("tunnelled", "it is stopped and started, not yet migrated live")
            .Without("hardrecovery", "a failed stop fences the node")
            .Without("snapshot", "a machine is not restored from a snapshot")
            .Without("no_kill", "a machine that does not shut down in time is switched off")
            .Without("status_program", "parameter monitor_scripts of VirtualDomain takes paths of scripts");
    }

    private static void MapLibvirt(ResourceBuilder resource, string name)
    {
        var element = resource.Element;
        resource.Agent("ocf:heartbeat:VirtualDomain");
        if (element.Take("xmlfile") is { Length: > 0 } file)
        {
            resource.Set("config", file).Same("xmlfile", "parameter config");
        }
        else
        {
            resource.Set("config", $"/etc/libvirt/qemu/{name}.xml").Note(
                ChangedMeaning,
                "the machine was found by its name in libvirt; VirtualDomain takes a file, which must be on each node:"
                    + " parameter config is where libvirt keeps one");
        }

        var uri = element.Take("hypervisor_uri") ?? element.Take("hypervisor") switch
        {
            "xen" => "xen:///",
            null or "auto" => null,
            _ => "qemu:///system",
        };
        if (uri is not null and not "auto")
        {
            resource.Set("hypervisor", uri);
        }

        resource.Same("hypervisor", "parameter hypervisor").Same("hypervisor_uri", "parameter hypervisor");
    }
}
