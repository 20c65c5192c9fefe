using Microkernel.Import.Sources;
using Microkernel.Model;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Cib;

/// <summary>The state in a CIB: attributes that nodes have until they restart, and what ran where.</summary>
internal static class CibStatus
{
    private const int ResourcesMax = 5_000;

    public static void Import(SourceElement status, ImportContext context)
    {
        if (!context.Options.WithStatus)
        {
            status.TakeWhole();
            context.Say(NoCounterpart, status, CibLosses.OfElement("status")!);
            return;
        }

        status.IsHandled = true;
        var count = 0;
        foreach (var state in status.Children.Where(c => c.Name == "node_state").ToList())
        {
            var name = state.Find("uname")?.Value ?? state.Find("id")?.Value ?? string.Empty;
            var node = context.Nodes.Mention(name, state);
            var pairs = state.TakeChildren("transient_attributes").ToList()
                .SelectMany(t => NvPairs.Read(t, "instance_attributes", context)).ToList();
            foreach (var pair in pairs)
            {
                ImportAttribute(pair, node, context);
            }

            foreach (var resource in Resources(state))
            {
                if (++count <= ResourcesMax)
                {
                    ReportResource(resource, node, context);
                }
            }

            state.TakeWhole();
            context.Say(
                Mapped, state,
                $"{node.Object.Title()} was {(state.Find("crmd")?.Value is "online" or not "offline" ? "there" : "away")};"
                    + " what runs there is found by probes when its core starts");
        }

        status.TakeWhole();
    }

    private static IEnumerable<SourceElement> Resources(SourceElement state) =>
        state.Children.Where(c => c.Name == "lrm").SelectMany(l => l.Children)
            .Where(c => c.Name == "lrm_resources").SelectMany(l => l.Children)
            .Where(c => c.Name == "lrm_resource");

    private static void ImportAttribute(NvPair pair, ObjectDraft node, ImportContext context)
    {
        if (pair.Name.StartsWith("fail-count-", StringComparison.Ordinal)
            || pair.Name.StartsWith("last-failure-", StringComparison.Ordinal))
        {
            context.Say(NoCounterpart, pair.Element, "failures are counted anew");
        }
        else if (pair.Name.StartsWith("master-", StringComparison.Ordinal))
        {
            context.Say(NoCounterpart, pair.Element, "the agent says anew how much it likes to be promoted");
        }
        else if (pair.Name is "probe_complete" or "shutdown" or "#feature-set" or "#node-unfenced")
        {
            context.Say(Mapped, pair.Element, "Pacemaker's own bookkeeping");
        }
        else
        {
            CibNodes.ImportAttribute(pair, node, context);
            context.Say(
                ChangedMeaning, pair.Element, "it held until the node restarted; as a field of the Node it stays", node);
        }
    }

    // The last operation tells: a start, or a monitor that found it, or a stop.
    private static void ReportResource(SourceElement resource, ObjectDraft node, ImportContext context)
    {
        var last = resource.Children.Where(c => c.Name == "lrm_rsc_op")
            .OrderBy(o => int.TryParse(o.Find("call-id")?.Value, out var call) ? call : -1).LastOrDefault();
        var (operation, code) = (last?.Find("operation")?.Value, last?.Find("rc-code")?.Value);
        var runs = (operation, code) is ("start" or "promote" or "demote" or "migrate_from", "0") or ("monitor", "0" or "8");
        var failed = code is not (null or "0" or "7" or "8") && operation is not null;
        if (runs || failed)
        {
            context.Say(
                Mapped, resource, runs
                    ? $"it ran on {node.Object.Name()}{(code == "8" || operation == "promote" ? ", promoted" : string.Empty)}"
                    : $"its {operation} failed on {node.Object.Name()} ({code})");
        }
    }
}
