using Microkernel.Import.Xml;
using Microkernel.Model.Validation;
using static Microkernel.V1.Object;

namespace Microkernel.Import.ClusterConf;

/// <summary>Imports cluster.conf(5) of the Red Hat Cluster Suite: cman, fenced, rgmanager.</summary>
internal static class ClusterConfImporter
{
    private static readonly SpecOneofCase[] Order =
    [
        SpecOneofCase.Cluster, SpecOneofCase.Node, SpecOneofCase.Secret, SpecOneofCase.FenceDevice,
        SpecOneofCase.FencingLevel, SpecOneofCase.Resource, SpecOneofCase.Group, SpecOneofCase.Location,
        SpecOneofCase.Colocation, SpecOneofCase.Order,
    ];

    public static ImportResult Import(ReadOnlyMemory<byte> content, string file, ImportOptions options)
    {
        XmlElementNode root;
        try
        {
            root = XmlTreeReader.Read(content);
        }
        catch (DamagedXmlException e)
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
        Leftovers.Report(root, context);
        return ToResult(context);
    }

    private static ImportResult ToResult(ImportContext context)
    {
        var drafts = context.Drafts.OrderBy(d => Array.IndexOf(Order, d.Object.SpecCase)).ToList();
        var objects = drafts.Select(d => d.Object).ToList();
        var places = drafts.ToLookup(d => (d.Object.SpecCase.ToString(), d.Object.Metadata.Name));
        var wrong = context.Entries.Where(e => e.Severity == ImportSeverity.Error).Select(e => e.Line).ToHashSet();
        foreach (var problem in ObjectValidator.ValidateSet(objects))
        {
            // What the source is blamed for already needs no second word.
            var place = places[(problem.Kind, problem.Name)].Last();
            if (!wrong.Contains(place.Line))
            {
                context.Say(ImportSeverity.Error, place.Line, place.Column, string.Empty, problem.ToString());
            }
        }

        return new ImportResult(
            ImportFormat.ClusterConf,
            [.. drafts.Select(d => d.ToManifest())],
            [.. context.Entries],
            Warnings.Find(objects));
    }
}
