using Microkernel.Import.Sources;

namespace Microkernel.Import.ClusterConf;

/// <summary>Imports cluster.conf(5) of the Red Hat Cluster Suite: cman, fenced, rgmanager.</summary>
internal static class ClusterConfImporter
{
    public static void Import(SourceElement root, ImportContext context)
    {
        ClusterSection.Import(root, context);
        var devices = FenceDeviceSection.Import(root, context);
        var nodes = NodeSection.Import(root, devices, context);
        ServiceSection.Import(root, nodes, context);
    }
}
