using System.Collections.Frozen;
using System.Globalization;
using Microkernel.Import.Cib;
using Microkernel.Import.ClusterConf;
using Microkernel.Import.CorosyncConf;
using Microkernel.Import.CrmShell;
using Microkernel.Import.DrbdConf;
using Microkernel.Import.Ifcfg;
using Microkernel.Import.Iscsi;
using Microkernel.Import.MultipathConf;
using Microkernel.Import.Sources;

namespace Microkernel.Import.Files;

/// <summary>Every format, in the order in which files are imported: what knows the nodes first.</summary>
internal static class SourceFormats
{
    public static IReadOnlyList<SourceFormat> All { get; } =
    [
        new SourceFormat(ImportFormat.ClusterConf)
        {
            Title = "cluster.conf of the Red Hat Cluster Suite (XML, <cluster>)",
            Read = (content, _) => XmlTreeReader.Read(content, "cluster"),
            Import = Each(ClusterConfImporter.Import),
            ElementLoss = KnownLosses.OfElement,
            AttributeLoss = KnownLosses.OfAttribute,
            IsOnePerCluster = true,
            Version = root => (Number(root, "config_version"), 0, 0),
        },
        new SourceFormat(ImportFormat.CorosyncConf)
        {
            Title = "corosync.conf and openais.conf (totem {})",
            Read = (content, file) => BraceTreeReader.Read(content, file.Name),
            Import = Each(CorosyncConfImporter.Import),
            ElementLoss = CorosyncLosses.OfElement,
            AttributeLoss = CorosyncLosses.OfAttribute,
            IsOnePerCluster = true,
        },
        new SourceFormat(ImportFormat.Cib)
        {
            Title = "CIB XML of Pacemaker (<cib>)",
            Read = (content, _) => XmlTreeReader.Read(content, "cib"),
            Import = Each(CibImporter.Import),
            ElementLoss = CibLosses.OfElement,
            AttributeLoss = CibLosses.OfAttribute,
            IsOnePerCluster = true,
            Version = root => (Number(root, "admin_epoch"), Number(root, "epoch"), Number(root, "num_updates")),
        },
        new SourceFormat(ImportFormat.CrmShell)
        {
            Title = "crm shell (primitive, group, property, ...)",
            Read = CrmShellReader.Read,
            Import = CrmShellImporter.Import,
            ElementLoss = CibLosses.OfElement,
            AttributeLoss = CibLosses.OfAttribute,
        },
        new SourceFormat(ImportFormat.DrbdConf)
        {
            Title = "drbd.conf and its *.res (resource NAME {})",
            Read = DrbdConfImporter.Read,
            Import = DrbdConfImporter.Import,
            ElementLoss = DrbdLosses.OfElement,
            AttributeLoss = DrbdLosses.OfAttribute,
        },
        new SourceFormat(ImportFormat.Ifcfg)
        {
            Title = "ifcfg-* of bonds and bridges (KEY='value')",
            Read = IfcfgImporter.Read,
            Import = IfcfgImporter.Import,
            IsEachHostsOwn = true,
        },
        new SourceFormat(ImportFormat.MultipathConf)
        {
            Title = "multipath.conf (devices {}, multipaths {})",
            Read = MultipathConfImporter.Read,
            Import = MultipathConfImporter.Import,
            ElementLoss = MultipathLosses.OfElement,
            AttributeLoss = MultipathLosses.OfAttribute,
            IsEachHostsOwn = true,
        },
        new SourceFormat(ImportFormat.TgtTargets)
        {
            Title = "targets.conf of tgt (<target IQN>)",
            Read = TargetsConfImporter.Read,
            Import = TargetsConfImporter.Import,
            AttributeLoss = (_, _) => "a setting of tgt's daemon or scripts on each host",
            IsEachHostsOwn = true,
        },
        new SourceFormat(ImportFormat.IscsidConf)
        {
            Title = "iscsid.conf and records of logins (node.name = IQN)",
            Read = IscsidConfImporter.Read,
            Import = IscsidConfImporter.Import,
            IsEachHostsOwn = true,
        },
        new SourceFormat(ImportFormat.InitiatorName)
        {
            Title = "initiatorname.iscsi (InitiatorName=IQN)",
            Read = InitiatorNameImporter.Read,
            Import = InitiatorNameImporter.Import,
            IsEachHostsOwn = true,
        },
    ];

    private static readonly FrozenDictionary<ImportFormat, SourceFormat> ByFormat =
        All.ToFrozenDictionary(f => f.Format);

    /// <summary>Gets the titles of all, for messages.</summary>
    public static string Titles => string.Join(", ", All.Select(f => f.Title));

    public static bool Has(ImportFormat format) => ByFormat.ContainsKey(format);

    public static SourceFormat Get(ImportFormat format) => ByFormat[format];

    private static Action<IReadOnlyList<SourceElement>, ImportContext> Each(
        Action<SourceElement, ImportContext> import) => (roots, context) =>
    {
        foreach (var root in roots)
        {
            import(root, context);
        }
    };

    private static long Number(SourceElement root, string attribute) =>
        long.TryParse(root.Find(attribute)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : -1;
}
