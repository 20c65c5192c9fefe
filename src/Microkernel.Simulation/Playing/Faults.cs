using System.Xml.Linq;
using Microkernel.Simulation.Cib;

namespace Microkernel.Simulation.Playing;

/// <summary>Writes faults into a CIB's status, as if they had just been seen.</summary>
internal static class Faults
{
    public static void Inject(XElement cib, CibSimulationOptions options)
    {
        foreach (var name in options.FailedNodes)
        {
            var state = StateOf(cib, name);
            state.SetAttributeValue("in_ccm", "false");
            state.SetAttributeValue("crmd", "offline");
            state.SetAttributeValue("join", "down");
            state.SetAttributeValue("expected", "member");
        }

        foreach (var fault in options.FailedOperations)
        {
            InjectOperation(cib, fault);
        }
    }

    private static void InjectOperation(XElement cib, string fault)
    {
        var (colon, at) = (fault.LastIndexOf(':'), fault.LastIndexOf('@'));
        if (colon <= 0 || at <= colon + 1 || at == fault.Length - 1)
        {
            throw new FormatException($"'{fault}' names no operation; expected RESOURCE:OPERATION@NODE.");
        }

        var (resource, task, node) = (fault[..colon], fault[(colon + 1)..at], fault[(at + 1)..]);
        var lists = StateOf(cib, node).Elements("lrm").Elements("lrm_resources");
        var history = lists.Elements("lrm_resource").FirstOrDefault(r => r.Id() == resource)
            ?? throw new FormatException($"{resource} was never seen on {node}.");
        var calls = history.Elements("lrm_rsc_op").Select(o => CibXml.Number(o.Get("call-id"), 0)).DefaultIfEmpty();
        history.Add(new XElement("lrm_rsc_op",
            new XAttribute("id", $"{resource}_last_failure_0"),
            new XAttribute("operation_key", $"{resource}_{task}_0"),
            new XAttribute("operation", task),
            new XAttribute("interval", task == "monitor" ? 10000 : 0),
            new XAttribute("call-id", calls.Max() + 1),
            new XAttribute("rc-code", 1),
            new XAttribute("op-status", 4),
            new XAttribute("transition-key", "0:0:0:00000000-0000-0000-0000-000000000000")));
    }

    private static XElement StateOf(XElement cib, string node)
    {
        var id = cib.Element("configuration")!.Elements("nodes").Elements("node")
            .FirstOrDefault(n => n.Get("uname") == node || n.Id() == node)?.Id()
            ?? throw new FormatException($"There is no node {node}.");
        var states = cib.Element("status")!;
        if (states.Elements("node_state").FirstOrDefault(s => s.Id() == id || s.Get("uname") == node) is not { } state)
        {
            states.Add(state = new XElement("node_state", new XAttribute("id", id), new XAttribute("uname", node)));
        }

        return state;
    }
}
