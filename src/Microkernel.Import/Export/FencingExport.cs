using System.Globalization;
using System.Xml.Linq;
using Microkernel.Model;
using Microkernel.V1;
using static Microkernel.V1.Object;

namespace Microkernel.Import.Export;

/// <summary>Fence devices and levels: primitives of class stonith, and fencing-topology.</summary>
internal static class FencingExport
{
    private const string Operator = "fence-by-operator";

    public static IEnumerable<XElement> Devices(ExportScope scope)
    {
        var cluster = EffectiveCluster.Of(scope.Of(SpecOneofCase.Cluster).FirstOrDefault()?.Cluster);
        if (cluster.FencingEnabled && !scope.Of(SpecOneofCase.FenceDevice).Any())
        {
            // Pacemaker starts nothing without a device; here an operator's word frees what a lost node ran.
            yield return new XElement(
                "primitive",
                new XAttribute("id", scope.Id(Operator)),
                new XAttribute("class", "stonith"),
                new XAttribute("type", "fence_ack_manual"));
        }

        foreach (var device in scope.Of(SpecOneofCase.FenceDevice))
        {
            var steps = Steps(scope).Where(s => s.Step.Device == device.Name()).ToList();
            var shared = steps.Where(s => !IsOwn(s.Step)).Select(s => s.Node).Distinct().ToList();
            if (shared.Count > 0 || steps.Count == 0)
            {
                yield return Primitive(device, IdOf(device.Name(), null), shared, null, scope);
            }

            // Parameters for one node alone need a device for that node alone.
            foreach (var (node, step, _) in steps.Where(s => IsOwn(s.Step)))
            {
                yield return Primitive(device, IdOf(device.Name(), node), [node], step, scope);
            }
        }
    }

    public static XElement? Topology(ExportScope scope)
    {
        var levels = scope.Of(SpecOneofCase.FencingLevel).ToList();
        if (levels.Count == 0)
        {
            return null;
        }

        return new XElement("fencing-topology", levels.Select(l => new XElement(
            "fencing-level",
            new XAttribute("id", scope.Id($"level-{l.Name()}")),
            new XAttribute("target", l.FencingLevel.Node),
            new XAttribute("index", l.FencingLevel.Level),
            new XAttribute("devices", string.Join(',', l.FencingLevel.Devices.Select(
                s => IdOf(s.Device, IsOwn(s) ? l.FencingLevel.Node : null)))))));
    }

    private static IEnumerable<(string Node, FencingStep Step, uint Level)> Steps(ExportScope scope) =>
        scope.Of(SpecOneofCase.FencingLevel).SelectMany(
            l => l.FencingLevel.Devices.Select(s => (l.FencingLevel.Node, s, l.FencingLevel.Level)));

    private static bool IsOwn(FencingStep step) => step.Parameters.Count + step.SecretParameters.Count > 0;

    private static string IdOf(string device, string? node) =>
        ExportScope.IdOf(node is null ? $"fence-{device}" : $"fence-{device}-{node}");

    private static XElement Primitive(
        V1.Object device, string id, List<string> nodes, FencingStep? step, ExportScope scope)
    {
        var spec = device.FenceDevice;
        var map = nodes.Where(spec.HostMap.ContainsKey).Select(n => $"{n}:{spec.HostMap[n]}").ToList();
        var parameters = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in spec.Parameters.Concat(step?.Parameters ?? []))
        {
            parameters[name] = value;
        }

        foreach (var name in spec.SecretParameters.Keys.Concat(step?.SecretParameters.Keys ?? []))
        {
            parameters[name] = string.Empty;
        }

        if (nodes.Count > 0)
        {
            parameters["pcmk_host_check"] = "static-list";
            parameters["pcmk_host_list"] = string.Join(' ', nodes);
        }

        if (map.Count > 0)
        {
            parameters["pcmk_host_map"] = string.Join(';', map);
        }

        Add("pcmk_delay_base", Nv.Time(spec.Delay.ToTimeSpanOrNull()));
        Add("pcmk_off_timeout", Nv.Time(spec.Timeout.ToTimeSpanOrNull()));
        return new XElement(
            "primitive",
            new XAttribute("id", scope.Id(id)),
            new XAttribute("class", "stonith"),
            new XAttribute("type", spec.Agent),
            Nv.Set("instance_attributes", $"{id}-params", parameters.Select(p => (p.Key, (string?)p.Value)), scope),
            new XElement("operations", new XElement(
                "op",
                new XAttribute("id", scope.Id($"{id}-monitor")),
                new XAttribute("name", "monitor"),
                new XAttribute(
                    "interval", Nv.Time(spec.MonitorInterval.ToTimeSpanOrNull() ?? TimeSpan.FromMinutes(1))!))));

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                parameters.TryAdd(name, value);
            }
        }
    }
}
