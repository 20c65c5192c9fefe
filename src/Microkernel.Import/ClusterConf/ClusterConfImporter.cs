using Microkernel.Import.Sources;

namespace Microkernel.Import.ClusterConf;

/// <summary>Imports cluster.conf(5) of the Red Hat Cluster Suite: cman, fenced, rgmanager.</summary>
internal static class ClusterConfImporter
{
    public static ImportResult Import(ReadOnlyMemory<byte> content, string file, ImportOptions options)
    {
        SourceElement root;
        try
        {
            root = XmlTreeReader.Read(content);
        }
        catch (DamagedSourceException e)
        {
            return Importer.Failed(file, e.Message, e.Line, e.Column);
        }

        if (root.Name != "cluster")
        {
            return Importer.Failed(
                file, $"The root element is <{root.Name}>, expected <cluster>", root.Line, root.Column);
        }

        var context = new ImportContext(file, options);
        ClusterSection.Import(root, context);
        var devices = FenceDeviceSection.Import(root, context);
        var nodes = NodeSection.Import(root, devices, context);
        ServiceSection.Import(root, nodes, context);
        Leftovers.Report(root, KnownLosses.OfElement, KnownLosses.OfAttribute, context);
        return context.ToResult(ImportFormat.ClusterConf);
    }
}
