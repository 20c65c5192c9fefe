using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.ClusterConf;

/// <summary>&lt;clusternodes&gt;: each node an object, each of its fence methods a level.</summary>
internal static class NodeSection
{
    private const int IdMax = 64;
    private const int LevelMax = 9;

    /// <summary>Makes nodes and levels and returns the nodes' names by their names in the file.</summary>
    public static Dictionary<string, string> Import(
        SourceElement root, Dictionary<string, ObjectDraft> devices, ImportContext context)
    {
        var nodes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var element in root.TakeChildren("clusternodes").SelectMany(
            n => n.TakeChildren("clusternode")).ToList())
        {
            if (element.Take("name") is not { Length: > 0 } source)
            {
                element.TakeWhole();
                context.Say(Error, element, "the node has no name");
                continue;
            }

            if (nodes.ContainsKey(source))
            {
                element.TakeWhole();
                context.Say(Error, element, $"another node is named {source}");
                continue;
            }

            var draft = context.Nodes.Declare(source, element);
            var name = nodes[source] = draft.Object.Name();
            context.Say(Mapped, element, $"Node/{name}");
            if (name != source)
            {
                context.Say(ChangedMeaning, element.Find("name")!, $"the name may not be used here, it is {name} now",
                    draft);
            }

            ImportAttributes(element, draft, context);
            ImportFence(element, draft, devices, context);
        }

        foreach (var element in root.Children.Where(c => c.Name == "clusternodes" && c.Children.Count > 0))
        {
            context.Say(
                NoCounterpart,
                element,
                "<clusternodes>",
                "heartbeats went over the network that the nodes' names resolve to; declare Ring objects with the"
                    + " nodes' addresses, best two");
        }

        return nodes;
    }

    private static void ImportAttributes(SourceElement element, ObjectDraft draft, ImportContext context)
    {
        if (element.Find("nodeid") is { } id)
        {
            if (context.Number(id, 1, int.MaxValue) is not { } number)
            {
                return;
            }

            draft.Object.Node.Id = number <= IdMax ? (uint)number : 0;
            context.Say(
                number <= IdMax ? Mapped : ChangedMeaning,
                id,
                number <= IdMax
                    ? $"{draft.Object.Title()} id {number}"
                    : $"numbers go to {IdMax} here; the cluster gives one when the node joins",
                number <= IdMax ? null : draft);
        }

        if (element.Find("votes") is { } votes)
        {
            context.Say(
                votes.Value.Trim() == "1" ? Mapped : NoCounterpart,
                votes,
                votes.Value.Trim() == "1" ? "each node has one vote" : "each node has one vote here",
                draft);
        }
    }

    private static void ImportFence(
        SourceElement element, ObjectDraft node, Dictionary<string, ObjectDraft> devices, ImportContext context)
    {
        var level = 0;
        foreach (var method in element.TakeChildren("fence").SelectMany(f => f.TakeChildren("method")).ToList())
        {
            if (method.Children.All(c => c.Name != "device"))
            {
                method.TakeWhole();
                context.Say(NoCounterpart, method, "the method has no device", node);
            }
            else if (++level > LevelMax)
            {
                method.TakeWhole();
                context.Say(NoCounterpart, method, $"a node has {LevelMax} levels of fencing at most", node);
            }
            else
            {
                ImportMethod(method, node, level, devices, context);
            }
        }

        if (level == 0)
        {
            context.Say(
                NoCounterpart,
                element,
                element.ToString(),
                "no fence method: when the node is lost, what it ran is not recovered until an operator confirms that"
                    + " it is off; declare a FenceDevice and a FencingLevel");
        }
    }

    private static void ImportMethod(
        SourceElement method, ObjectDraft node, int level, Dictionary<string, ObjectDraft> devices,
        ImportContext context)
    {
        Kinds.TryGet("FencingLevel", out var kind);
        var nodeName = node.Object.Name();
        var name = context.Names.Claim(kind!, $"{nodeName}-{level}");
        var spec = new FencingLevelSpec { Node = nodeName, Level = (uint)level };
        var draft = context.Add(new V1.Object { FencingLevel = spec }, name, method);
        var methodName = method.Take("name");
        context.Say(
            Mapped, method, $"FencingLevel/{name}: level {level}" + (methodName is null ? "" : $", was {methodName}"));
        foreach (var element in method.TakeChildren("device"))
        {
            var source = element.Take("name") ?? string.Empty;
            if (!devices.TryGetValue(source, out var device))
            {
                context.Say(Error, element, $"there is no fencedevice named \"{source}\"", draft);
                continue;
            }

            var step = new FencingStep { Device = device.Object.Name() };
            spec.Devices.Add(step);
            context.Say(Mapped, element, $"FencingLevel/{name} device {step.Device}");
            FenceAction.Import(element, draft, context);
            FenceDeviceSection.Parameters(
                element, draft, step.Parameters, step.SecretParameters, $"{name}-{step.Device}", context);
        }
    }
}
