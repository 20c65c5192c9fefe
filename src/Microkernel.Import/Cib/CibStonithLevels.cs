using System.Globalization;
using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Cib;

/// <summary>Which devices fence which node, and in which order: fencing-topology, or what the devices say.</summary>
internal static class CibStonithLevels
{
    private const int LevelMax = 9;

    private static readonly string[] ProvesNothing = ["fence_null", "fence_manual", "fence_dummy"];

    public static void Import(CibScope cib)
    {
        var inTopology = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in cib.In("fencing-topology").Where(e => e.Name == "fencing-level").ToList())
        {
            foreach (var node in TargetsOf(element, cib))
            {
                inTopology.Add(node);
                ImportLevel(element, node, cib);
            }
        }

        foreach (var node in cib.Context.Nodes.Names.Where(n => !inTopology.Contains(n)))
        {
            FromDevices(node, cib);
        }
    }

    private static void ImportLevel(SourceElement element, string node, CibScope cib)
    {
        var index = element.Take("index");
        var ids = (element.Take("devices") ?? string.Empty).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        NvPairs.Ignore(element, "id", "target", "target-pattern", "target-attribute", "target-value");
        if (!int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var level) || level is < 1 or > LevelMax)
        {
            cib.Context.Say(Error, element, $"expected an index from 1 to {LevelMax}");
            return;
        }

        var devices = ids.Select(id => cib.Devices.Find(d => d.Id == id)).ToList();
        if (devices.Count == 0 || devices.Contains(null))
        {
            var missing = ids.FirstOrDefault(id => cib.Devices.All(d => d.Id != id));
            cib.Context.Say(Error, element, missing is null ? "it names no device" : $"there is no fence device {missing}");
            return;
        }

        var name = Add(node, level, devices!, element, cib);
        cib.Context.Say(Mapped, element, $"FencingLevel/{name}");
    }

    // Without a topology Pacemaker tries each device that can fence the node, one after the other.
    private static void FromDevices(string node, CibScope cib)
    {
        var able = cib.Devices.Where(d => d.Hosts.Contains(node) || d.Hosts.Count == 0)
            .OrderBy(d => ProvesNothing.Contains(d.Draft.Object.FenceDevice.Agent) ? 1 : 0)
            .ThenByDescending(d => d.Priority)
            .ThenBy(d => d.Hosts.Count == 0 ? 1 : 0).ToList();
        for (var i = 0; i < able.Count; i++)
        {
            if (i >= LevelMax)
            {
                cib.Context.Say(
                    NoCounterpart, able[i].Element, able[i].Element.Title,
                    $"{node} has {LevelMax} levels of fencing, which is the most");
                continue;
            }

            Add(node, i + 1, [able[i]], able[i].Element, cib);
        }

        if (able.Count > 1)
        {
            cib.Context.Say(
                ChangedMeaning, able[0].Element, able[0].Element.Title,
                $"{node} is fenced by {string.Join(", then ", able.Select(d => d.Id))}: the order, which Pacemaker left"
                    + " open, is by priority, then what names its nodes before what is asked for them, and what proves nothing last");
        }
        else if (able.Count == 0 && cib.Devices.Count > 0)
        {
            cib.Context.Say(
                NoCounterpart, cib.Devices[0].Element, cib.Devices[0].Element.Title,
                $"no device says that it fences {node}: declare a FencingLevel for it");
        }
    }

    private static string Add(
        string node, int level, IReadOnlyList<CibStonithDevice> devices, SourceElement element, CibScope cib)
    {
        var spec = new FencingLevelSpec { Node = node, Level = (uint)level };
        spec.Devices.AddRange(devices.Select(d => new FencingStep { Device = d.Draft.Object.Name() }));
        var name = cib.Claim("FencingLevel", $"{node}-{level}");
        cib.Context.Add(new V1.Object { FencingLevel = spec }, name, element);
        return name;
    }

    private static List<string> TargetsOf(SourceElement element, CibScope cib)
    {
        if (element.Find("target")?.Value is { } target)
        {
            return [cib.Context.Nodes.Mention(target, element).Object.Name()];
        }

        if (element.Find("target-pattern")?.Value is { } pattern)
        {
            return [.. cib.Context.Nodes.Names.Where(n => SafePattern.IsMatch(pattern, n))];
        }

        if (element.Find("target-attribute")?.Value is { } attribute)
        {
            var value = element.Find("target-value")?.Value;
            return [.. cib.Context.Drafts.Where(d => d.Object.Node is not null
                && d.Object.Node.Attributes.GetValueOrDefault(attribute) == value).Select(d => d.Object.Name())];
        }

        element.TakeWhole();
        cib.Context.Say(Error, element, "it names no target");
        return [];
    }
}
