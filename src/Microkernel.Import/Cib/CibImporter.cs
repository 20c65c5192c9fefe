using Microkernel.Import.Sources;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Cib;

/// <summary>
/// Imports the cluster information base of Pacemaker (CIB XML, its schemas 0.6 to 3.9), and what the crm shell says in
/// the same shape. (Pacemaker Explained 2.1.)
/// </summary>
internal static class CibImporter
{
    public static void Import(SourceElement root, ImportContext context)
    {
        root.IsHandled = true;
        foreach (var attribute in root.Attributes)
        {
            context.Say(Mapped, attribute, "Pacemaker's own bookkeeping; versions are counted by the store from now on");
        }

        foreach (var configuration in root.TakeChildren("configuration").ToList())
        {
            ImportConfiguration(configuration, context);
        }

        foreach (var status in root.Children.Where(c => c.Name == "status").ToList())
        {
            CibStatus.Import(status, context);
        }
    }

    /// <summary>Imports the element configuration.</summary>
    public static void ImportConfiguration(SourceElement configuration, ImportContext context)
    {
        var cib = new CibScope(configuration, context);
        CibNodes.Import(cib);
        CibProperties.Import(cib);
        CibDefaults.Read(cib);
        CibResources.Import(cib);
        CibStonithLevels.Import(cib);
        CibTags.Read(cib);
        CibLocations.Import(cib);
        CibColocations.Import(cib);
        CibOrders.Import(cib);
        cib.Finish();
    }
}
