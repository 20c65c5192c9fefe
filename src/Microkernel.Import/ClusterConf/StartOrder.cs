using Microkernel.Import.Sources;

namespace Microkernel.Import.ClusterConf;

/// <summary>
/// The order in which rgmanager starts what is in a service: a resource before what is in it; beside each other by the
/// levels that the agents service.sh and fs.sh give to types of resources, within a level as in the file; types without
/// a level after all others, as in the file. (Cluster Administration, RHEL 6, appendix C.)
/// </summary>
internal static class StartOrder
{
    private static readonly (string Type, int Level)[] InService =
    [
        ("lvm", 1), ("fs", 2), ("clusterfs", 3), ("netfs", 4), ("nfsexport", 5),
        ("nfsclient", 6), ("ip", 7), ("smb", 8), ("script", 9),
    ];

    private static readonly (string Type, int Level)[] InFileSystem = [("fs", 1), ("clusterfs", 1), ("nfsexport", 3)];

    /// <summary>Returns every resource of a service in the order of its start.</summary>
    /// <param name="service">The service.</param>
    /// <param name="define">Finds the definition of an element, or null when there is none, which is reported
    /// then.</param>
    public static IReadOnlyList<ServiceElement> Of(SourceElement service, Func<SourceElement, SourceElement?> define)
    {
        var result = new List<ServiceElement>();
        Append(service, null, define, result);
        return result;
    }

    private static void Append(
        SourceElement parent,
        ServiceElement? around,
        Func<SourceElement, SourceElement?> define,
        List<ServiceElement> result)
    {
        var levels = LevelsIn(parent.Name);

        // OrderBy is stable: within a level the order of the file stays.
        var children = parent.Children.Where(c => c.Name != "action")
            .Select(c => (Element: c, Level: LevelOf(c.Name, levels)))
            .OrderBy(c => c.Level ?? int.MaxValue);
        foreach (var (element, level) in children)
        {
            if (define(element) is not { } definition)
            {
                continue;
            }

            var item = new ServiceElement(element, definition, around, level);
            result.Add(item);
            Append(element, item, define, result);
        }
    }

    private static (string Type, int Level)[] LevelsIn(string type) => type switch
    {
        "service" => InService,
        "fs" or "clusterfs" => InFileSystem,
        _ => [],
    };

    private static int? LevelOf(string type, (string Type, int Level)[] levels)
    {
        foreach (var known in levels)
        {
            if (known.Type == type)
            {
                return known.Level;
            }
        }

        return null;
    }
}
