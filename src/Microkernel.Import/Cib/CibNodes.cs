using System.Globalization;
using Microkernel.Model;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Cib;

/// <summary>Nodes: standby, maintenance, attributes and what they have for resources to use.</summary>
internal static class CibNodes
{
    public static void Import(CibScope cib)
    {
        foreach (var element in cib.In("nodes").Where(e => e.Name == "node"))
        {
            var id = element.Take("id");
            var name = element.Take("uname") ?? id;
            if (string.IsNullOrEmpty(name))
            {
                element.TakeWhole();
                cib.Context.Say(Error, element, "the node has no name");
                continue;
            }

            var draft = cib.Context.Nodes.Declare(name, element);
            cib.Context.Say(Mapped, element, $"{draft.Object.Title()}");
            ImportId(id, draft.Object.Node, cib);
            if (element.Find("type") is { } type)
            {
                var isMember = type.Value is "normal" or "member";
                cib.Context.Say(
                    isMember ? Mapped : NoCounterpart, type,
                    isMember ? "a member" : "a node without a core of its own (remote, ping) has no counterpart", draft);
            }

            foreach (var pair in NvPairs.Read(element, "instance_attributes", cib.Context))
            {
                ImportAttribute(pair, draft, cib.Context);
            }

            foreach (var pair in NvPairs.Read(element, "utilization", cib.Context))
            {
                CibPrimitive.ImportUtilization(pair, draft.Object.Node.Utilization, draft, cib);
            }
        }
    }

    /// <summary>Takes an attribute of a node.</summary>
    public static void ImportAttribute(NvPair pair, ObjectDraft draft, ImportContext context)
    {
        var node = draft.Object.Node;
        switch (pair.Name, CibValues.Flag(pair.Value))
        {
            case ("standby", { } standby):
                node.Standby = standby;
                context.Say(Mapped, pair.Element, $"{draft.Object.Title()} standby {(standby ? "true" : "false")}");
                break;
            case ("maintenance", { } maintenance):
                node.Maintenance = maintenance;
                context.Say(Mapped, pair.Element, $"{draft.Object.Title()} maintenance");
                break;
            default:
                node.Attributes[pair.Name] = pair.Value;
                context.Say(Mapped, pair.Element, $"{draft.Object.Title()} attribute {pair.Name}");
                break;
        }
    }

    // Numbers of corosync; Heartbeat's are UUIDs.
    private static void ImportId(string? id, NodeSpec node, CibScope cib)
    {
        if (uint.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 64
            && cib.Context.Nodes.WithId(number) is null)
        {
            node.Id = number;
        }
    }
}
