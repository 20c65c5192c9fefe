using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Microkernel.Import.Export;
using Microkernel.Model;
using Microkernel.Simulation;

namespace Microkernel.Import.Tests.Plans;

/// <summary>
/// What the scheduler makes of an imported cluster, in words: a start with everything off, then the loss of the node
/// that
/// runs most, then a node in standby.
/// </summary>
internal sealed class PlanOfImport
{
    private static readonly string[] ProveNothing = ["fence_null", "fence_disable", "fence_manual"];

    private readonly IReadOnlyList<V1.Object> _objects;
    private readonly List<string> _nodes;
    private readonly StringBuilder _text = new();

    private PlanOfImport(IReadOnlyList<V1.Object> objects)
    {
        _objects = objects;
        _nodes = [.. objects.Where(o => o.Node is not null).Select(o => o.Name()).Order(StringComparer.Ordinal)];
    }

    public static string Of(IReadOnlyList<V1.Object> objects)
    {
        var plan = new PlanOfImport(objects);
        plan.Write();
        return plan._text.ToString();
    }

    private void Write()
    {
        var cib = WithoutPlacingDevices(CibExport.ToXml(_objects));
        var fresh = CibSimulation.Run(cib, new CibSimulationOptions());
        _text.Append(CultureInfo.InvariantCulture, $"# {string.Join(", ", _nodes)} are there, and nothing runs\n");
        Write(fresh);

        var running = WithState(cib, fresh);
        var lost = _nodes.MaxBy(n => fresh.Resources.Values.Sum(p => p.Count(x => x.Node == n)));
        if (lost is null)
        {
            return;
        }

        _text.Append(CultureInfo.InvariantCulture, $"\n# {lost} is lost\n");
        Write(CibSimulation.Run(running, new CibSimulationOptions { FailedNodes = [lost] }));

        _text.Append(CultureInfo.InvariantCulture, $"\n# {lost} goes to standby\n");
        Write(CibSimulation.Run(Standby(running, lost), new CibSimulationOptions()));
    }

    private void Write(SimulationResult result)
    {
        var number = 0;
        foreach (var action in result.Actions.Where(a => a.Operation != "monitor" && !IsDevice(a.Resource)))
        {
            _text.Append(CultureInfo.InvariantCulture, $"{++number,3}. {action.Operation} ")
                .Append(action.Operation == "fence" ? $"{action.Node} {Devices(action.Node)}"
                    : $"{action.Resource} on {action.Node}")
                .Append('\n');
        }

        if (number == 0)
        {
            _text.Append("     nothing to do\n");
        }

        _text.Append("  It ends with\n");
        foreach (var (resource, places) in result.Resources.Where(r => !IsDevice(r.Key)))
        {
            var words = places.OrderBy(p => p.Node, StringComparer.Ordinal)
                .Select(p => p.Role == "Promoted" ? $"{p.Node} (promoted)" : p.Node).ToList();
            _text.Append(
                CultureInfo.InvariantCulture,
                $"     {resource}: {(words.Count > 0 ? string.Join(", ", words) : "nowhere")}\n");
        }
    }

    private static bool IsDevice(string resource) => resource.StartsWith("fence-", StringComparison.Ordinal);

    private string Devices(string node)
    {
        var agents = _objects.Where(o => o.FenceDevice is not null).ToDictionary(o => o.Name(), o => Agent(o.FenceDevice));
        var levels = _objects.Where(o => o.FencingLevel?.Node == node).OrderBy(o => o.FencingLevel.Level)
            .Select(o => string.Join(" and ", o.FencingLevel.Devices.Select(d => $"{d.Device} ({agents[d.Device]})")));
        var words = string.Join(", else by ", levels);
        return words.Length > 0 ? $"by {words}" : "by nobody: an operator confirms that it is off";
    }

    private static string Agent(V1.FenceDeviceSpec device) => ProveNothing.Contains(device.Agent)
        ? $"{device.Agent}, which proves nothing: an operator confirms" : device.Agent;

    // Here fence devices run nowhere: no node has less to do with resources because of them.
    private static string WithoutPlacingDevices(string cib)
    {
        var root = XElement.Parse(cib);
        foreach (var device in root.Descendants("primitive").Where(p => p.Attribute("class")!.Value == "stonith"))
        {
            var id = device.Attribute("id")!.Value;
            device.Add(new XElement(
                "meta_attributes",
                new XAttribute("id", $"{id}-meta"),
                new XElement(
                    "nvpair", new XAttribute("id", $"{id}-role"), new XAttribute("name", "target-role"),
                    new XAttribute("value", "Stopped"))));
        }

        return root.ToString();
    }

    // The state in which everything runs where the start put it.
    private static string WithState(string cib, SimulationResult result)
    {
        var root = XElement.Parse(cib);
        var primitives = root.Descendants("primitive").ToDictionary(p => p.Attribute("id")!.Value);
        foreach (var (resource, places) in result.Resources)
        {
            var primitive = primitives[resource];
            foreach (var place in places)
            {
                var lists = root.Descendants("node_state").Single(s => s.Attribute("uname")!.Value == place.Node)
                    .Descendants("lrm_resources").Single();
                lists.Add(new XElement(
                    "lrm_resource",
                    new XAttribute("id", resource),
                    primitive.Attributes().Where(a => a.Name.LocalName is "class" or "provider" or "type"),
                    Operation(resource, "start", 1),
                    place.Role == "Promoted" ? Operation(resource, "promote", 2) : null));
            }
        }

        return root.ToString();
    }

    private static XElement Operation(string resource, string name, int call) => new(
        "lrm_rsc_op",
        new XAttribute("id", $"{resource}_last_{call}"),
        new XAttribute("operation_key", $"{resource}_{name}_0"),
        new XAttribute("operation", name),
        new XAttribute("interval", 0),
        new XAttribute("call-id", call),
        new XAttribute("rc-code", 0),
        new XAttribute("op-status", 0),
        new XAttribute("transition-key", "0:0:0:00000000-0000-0000-0000-000000000000"));

    private static string Standby(string cib, string node)
    {
        var root = XElement.Parse(cib);
        root.Descendants("node").Single(n => n.Attribute("uname")!.Value == node).Add(new XElement(
            "instance_attributes",
            new XAttribute("id", "standby-set"),
            new XElement(
                "nvpair", new XAttribute("id", "standby-pair"), new XAttribute("name", "standby"),
                new XAttribute("value", "on"))));
        return root.ToString();
    }
}
