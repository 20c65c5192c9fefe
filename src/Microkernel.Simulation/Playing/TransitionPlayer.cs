using System.Xml.Linq;
using Microkernel.Scheduling.Engine;
using Microkernel.Simulation.Cib;

namespace Microkernel.Simulation.Playing;

/// <summary>Writes into a CIB's status what a transition leads to when every action succeeds.</summary>
internal sealed class TransitionPlayer(CibWorld world)
{
    public void Play(Transition transition)
    {
        foreach (var step in transition.Steps)
        {
            if (step.Action is null)
            {
                Record(step.Probe.Node, step.Probe.Resource, Tasks.Monitor, 0,
                    step.Probe.Resource.RunningOn.Contains(step.Probe.Node) ? 0 : 7);
            }
            else if (!step.Action.Pseudo)
            {
                Play(step.Action);
            }
        }
    }

    private void Play(GraphAction action)
    {
        var node = action.Node!;
        switch (action.Task)
        {
            case Tasks.Fence:
                Fence(node);
                break;
            case Tasks.Unfence or Tasks.Shutdown:
                break;
            default:
                Record(node, action.Resource!, action.Task, action.Interval, 0, MigrationEnds(action));
                break;
        }
    }

    private static (string Source, string Target)? MigrationEnds(GraphAction action) => action.Task switch
    {
        Tasks.MigrateTo => (action.Node!.Name, action.Resource!.AssignedTo!.Name),
        Tasks.MigrateFrom => ((action.Resource!.MigrationSource ?? action.Resource.RunningOn[0]).Name,
            action.Node!.Name),
        _ => null,
    };

    private void Fence(Node node)
    {
        if (StateOf(node) is not { } state)
        {
            state = new XElement("node_state", new XAttribute("id", node.Id), new XAttribute("uname", node.Name));
            world.Cib.Element("status")!.Add(state);
        }

        state.Elements().Remove();
        state.SetAttributeValue("in_ccm", "false");
        state.SetAttributeValue("crmd", "offline");
        state.SetAttributeValue("join", "down");
        state.SetAttributeValue("expected", "down");
    }

    private XElement? StateOf(Node node) => world.Cib.Element("status")!.Elements("node_state")
        .FirstOrDefault(s => s.Id() == node.Id || s.Get("uname") == node.Name);

    private void Record(
        Node node, Resource resource, string task, int interval, int code, (string Source, string Target)? ends = null)
    {
        var history = HistoryOf(node, resource);
        var id = $"{history.Id()}_{(interval > 0 ? $"{task}_{interval}" : "last_0")}";
        history.Elements("lrm_rsc_op").Where(o => o.Id() == id).Remove();
        var calls = history.Elements("lrm_rsc_op").Select(o => CibXml.Number(o.Get("call-id"), 0)).DefaultIfEmpty();
        var op = new XElement("lrm_rsc_op",
            new XAttribute("id", id),
            new XAttribute("operation_key", $"{history.Id()}_{task}_{interval}"),
            new XAttribute("operation", task),
            new XAttribute("interval", interval),
            new XAttribute("call-id", calls.Max() + 1),
            new XAttribute("rc-code", code),
            new XAttribute("op-status", 0),
            new XAttribute("transition-key", $"0:0:{code}:00000000-0000-0000-0000-000000000000"));
        if (ends is { } migration)
        {
            op.SetAttributeValue("migrate_source", migration.Source);
            op.SetAttributeValue("migrate_target", migration.Target);
        }

        history.Add(op);
    }

    private XElement HistoryOf(Node node, Resource resource)
    {
        var state = StateOf(node)!;
        var list = Child(Child(state, "lrm"), "lrm_resources");
        var name = resource.NamesOnNodes?.GetValueOrDefault(node) ?? (resource.RunningOn.Contains(node)
            || !resource.IsInAnonymousClone ? resource.Id : FreeName(list, resource));
        var known = list.Elements("lrm_resource").FirstOrDefault(e => e.Id() == name);
        if (known is not null)
        {
            return known;
        }

        var agent = world.Primitives.GetValueOrDefault(resource.ConfiguredId)?.Agent ?? ("ocf", null, "Dummy");
        var history = new XElement("lrm_resource", new XAttribute("id", name),
            new XAttribute("class", agent.Item1), new XAttribute("type", agent.Item3));
        history.SetAttributeValue("provider", agent.Item2);
        list.Add(history);
        return history;
    }

    // An anonymous instance takes the place of one that ended there.
    private static string FreeName(XElement list, Resource resource)
    {
        var taken = resource.Top.Primitives().Where(p => p.ConfiguredId == resource.ConfiguredId && p != resource)
            .SelectMany(p => p.RunningOn.Select(n => p.NamesOnNodes?.GetValueOrDefault(n) ?? p.Id)).ToHashSet();
        return list.Elements("lrm_resource").Select(e => e.Id()).FirstOrDefault(n => !taken.Contains(n)
            && (n == resource.ConfiguredId
                || n.StartsWith(resource.ConfiguredId + ":", StringComparison.Ordinal))) ?? resource.ConfiguredId;
    }

    private static XElement Child(XElement parent, string name)
    {
        if (parent.Element(name) is not { } child)
        {
            parent.Add(child = new XElement(name));
        }

        return child;
    }
}
