using Microkernel.Import.ClusterConf.Agents;
using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.ClusterConf;

/// <summary>One &lt;service&gt; or &lt;vm&gt;.</summary>
internal static class ServiceImport
{
    private static readonly string[] NfsAttributes = ["nfslock", "nfs_client_cache"];

    /// <summary>
    /// Makes a group and its resources, or the resource of a virtual machine; null when there is nothing.
    /// </summary>
    public static ObjectDraft? Import(
        SourceElement element, string name, SharedResources shared, FailoverDomainSection domains,
        ImportContext context)
    {
        var members = Members(element, name, shared, context);
        if (members.Count == 0)
        {
            element.TakeWhole();
            context.Say(NoCounterpart, element, "nothing is in the service; a Group needs members");
            return null;
        }

        var draft = members[0];
        if (element.Name == "service")
        {
            var group = new GroupSpec();
            group.Members.AddRange(members.Select(m => m.Object.Name()));
            draft = context.Add(new V1.Object { Group = group }, name, element);
            context.Say(Mapped, element, $"Group/{name}");
        }

        if (element.Find("name") is { } source && source.Value != name)
        {
            context.Say(ChangedMeaning, source, $"the name may not be used here, it is {name} now", draft);
        }

        ImportState(element, draft, context);
        RecoveryPolicy.Apply(element, members, draft, context);
        if (element.Find("domain") is { } domain && domains.Apply(domain, draft, element) is { } stickiness)
        {
            SetStickiness(draft.Object, stickiness);
        }

        members.ForEach(m => SortOperations(m.Object.Resource));
        return draft;
    }

    private static void SortOperations(ResourceSpec resource)
    {
        var sorted = resource.Operations.OrderBy(o => o.Operation).ToList();
        resource.Operations.Clear();
        resource.Operations.AddRange(sorted);
    }

    private static List<ObjectDraft> Members(
        SourceElement element, string name, SharedResources shared, ImportContext context)
    {
        if (element.Name == "vm")
        {
            var machine = new ResourceBuilder(new ServiceElement(element, element, null, null), name, context);
            VirtualMachines.Map(machine);
            machine.Finish(name);
            return [machine.Draft];
        }

        var order = StartOrder.Of(element, shared.Define);
        var result = new List<ObjectDraft>();
        foreach (var item in order)
        {
            item.Place.IsHandled = true;
            if (AgentCatalogue.IsContainer(item.Type))
            {
                Nfs.MapContainer(item, order, context);
                continue;
            }

            Kinds.TryGet("Resource", out var kind);
            var wanted = AgentCatalogue.NameOf(item);
            var given = context.Names.Claim(kind!, wanted, $"{name}-{wanted}", $"{name}-{item.Type}-{wanted}");
            var builder = new ResourceBuilder(item, given, context);
            AgentCatalogue.Map(builder);
            builder.Finish(wanted);
            result.Add(builder.Draft);
        }

        ReportOrder(element, order, context);
        return result;
    }

    private static void ReportOrder(SourceElement element, IReadOnlyList<ServiceElement> order, ImportContext context)
    {
        if (order.Count < 2)
        {
            return;
        }

        var words = order.Select(o => o.Level is { } level ? $"{o.Name} ({o.Type}, level {level})"
            : o.Parent is { } parent ? $"{o.Name} ({o.Type}, in {parent.Name})" : $"{o.Name} ({o.Type}, no level)");
        var inFileOrder = order.Zip(order.Skip(1)).All(
            p => (p.First.Place.Line, p.First.Place.Column)
                .CompareTo((p.Second.Place.Line, p.Second.Place.Column)) < 0);
        context.Say(
            Mapped,
            element,
            element.ToString(),
            $"start order as rgmanager has it, {(inFileOrder ? "here that of the file" : "not that of the file")}: "
                + string.Join(", ", words));
        if (order.Any(o => o is { Type: "smb", Parent: null }) && order.Any(o => o is { Type: "ip", Parent: null }))
        {
            context.Say(
                ChangedMeaning,
                element,
                element.ToString(),
                "rgmanager stopped ip before smb; a Group stops in the reverse of its start, smb before ip");
        }
    }

    private static void ImportState(SourceElement element, ObjectDraft draft, ImportContext context)
    {
        if (element.Find("autostart") is { } autostart)
        {
            var starts = Flags.IsYes(autostart.Value);
            if (!starts && draft.Object.Group is { } group)
            {
                group.TargetRole = TargetRole.Stopped;
            }
            else if (!starts)
            {
                draft.Object.Resource.TargetRole = TargetRole.Stopped;
            }

            context.Say(Mapped, autostart, $"{draft.Object.Title()} targetRole {(starts ? "Started" : "Stopped")}");
        }

        if (element.Find("priority") is { } priority)
        {
            context.Say(
                NoCounterpart,
                priority,
                "rgmanager heeded it under central processing alone, and 1 was first; priority of the Group is the"
                    + " other way round: the higher the sooner",
                draft);
        }

        foreach (var attribute in NfsAttributes.Select(element.Find).OfType<SourceAttribute>())
        {
            context.Say(
                Flags.IsYes(attribute.Value) ? NoCounterpart : Mapped,
                attribute,
                Flags.IsYes(attribute.Value) ? Nfs.LockAdvice : "off, as here",
                draft);
        }
    }

    private static void SetStickiness(V1.Object o, int stickiness)
    {
        if (o.Group is { } group)
        {
            group.Stickiness = stickiness;
        }
        else
        {
            o.Resource.Stickiness = stickiness;
        }
    }
}
