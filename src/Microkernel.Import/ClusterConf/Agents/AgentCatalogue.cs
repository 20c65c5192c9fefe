using System.Collections.Frozen;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.ClusterConf.Agents;

/// <summary>Which of today's agents does the work of each of rgmanager's.</summary>
internal static class AgentCatalogue
{
    private static readonly FrozenDictionary<string, Action<ResourceBuilder>> Known =
        new Dictionary<string, Action<ResourceBuilder>>
        {
            ["ip"] = Network.MapAddress,
            ["script"] = Scripts.Map,
            ["fs"] = FileSystems.MapLocal,
            ["clusterfs"] = FileSystems.MapCluster,
            ["netfs"] = FileSystems.MapNetwork,
            ["bind-mount"] = FileSystems.MapBind,
            ["lvm"] = Volumes.Map,
            ["nfsclient"] = Nfs.MapClient,
            ["nfsserver"] = Nfs.MapServer,
            ["vm"] = VirtualMachines.Map,
            ["apache"] = Applications.MapApache,
            ["mysql"] = Applications.MapMysql,
            ["postgres-8"] = Applications.MapPostgres,
            ["named"] = Applications.MapNamed,
            ["openldap"] = Applications.MapLdap,
            ["SAPInstance"] = Applications.MapSameName,
            ["SAPDatabase"] = Applications.MapSameName,
        }.ToFrozenDictionary();

    /// <summary>Tells whether a type is no resource by itself and only gives values to what is in it.</summary>
    public static bool IsContainer(string type) => type == "nfsexport";

    /// <summary>Returns the name that a resource should have.</summary>
    public static string NameOf(ServiceElement element) =>
        element is { Type: "nfsclient", Parent: { Type: "nfsexport" } export } ? $"{export.Name}-{element.Name}"
            : element.Name;

    /// <summary>Fills agent and parameters.</summary>
    public static void Map(ResourceBuilder resource)
    {
        var type = resource.Element.Type;
        if (Known.TryGetValue(type, out var map))
        {
            map(resource);
            return;
        }

        // In its place and with an agent that is not there: the service does not start without what it needs.
        resource.Agent($"ocf:redhat:{ObjectNamer.Valid(type)}.sh").CopyRest().Note(
            NoCounterpart,
            $"no agent of today is known for rgmanager's {type}; kept in its place as {type}.sh of provider redhat,"
                + " which Debian does not carry: the Group stops there until another agent is named");
    }
}
