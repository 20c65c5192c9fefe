using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Cib;

/// <summary>Replicated disks: what ran them, and what of today does.</summary>
internal static class CibDrbd
{
    /// <summary>Tells whether it is Heartbeat 1's drbddisk, which no driver runs.</summary>
    public static bool Takes(string? type, string? agentType) =>
        agentType == "drbddisk" && type is "heartbeat" or "lsb" or "ocf";

    /// <summary>
    /// Makes of drbddisk, which made a side primary where it was started, a promotable resource of the project's own.
    /// </summary>
    public static void Import(
        SourceElement element, string id, List<NvPair> parameters, ObjectDraft draft, CibScope cib)
    {
        var spec = draft.Object.Resource;
        spec.Agent = NativeResource.Drbd;
        spec.Clone_ = new CloneSpec { Promotable = new PromotableSpec() };
        var disk = parameters.Find(p => p.Name == "1");
        foreach (var pair in parameters)
        {
            cib.Context.Say(
                pair == disk ? Mapped : NoCounterpart, pair.Element,
                pair == disk ? $"{draft.Object.Title()} parameter resource" : "drbddisk took one parameter alone");
        }

        if (disk is null)
        {
            cib.Context.Say(
                Error, element, element.Title, "without a parameter it was all disks at once; name one with params 1=NAME");
            return;
        }

        spec.Parameters["resource"] = disk.Value;
        cib.Refer(id, draft.Object.Name(), isPromoted: true);
        cib.Context.Disks[disk.Value] = NativeResource.Replace(draft, cib.Context);
        cib.Context.Say(
            ChangedMeaning, element, element.Title,
            $"drbddisk made the disk primary where it was started, and the init script drbd brought both sides up; here"
                + $" {draft.Object.Title()} is on both nodes and promoted on one, and what needs the disk is where it is"
                + " promoted. Take the init script drbd out of the boot",
            draft);
    }

    /// <summary>Remembers which DRBD resource an agent runs that stays.</summary>
    public static void Note(ObjectDraft draft, ImportContext context)
    {
        var spec = draft.Object.Resource;
        if (spec.Agent is "ocf:linbit:drbd" or "ocf:heartbeat:drbd"
            && spec.Parameters.TryGetValue("drbd_resource", out var disk))
        {
            context.Disks.TryAdd(disk, NativeResource.Keep(draft, context));
        }
    }

    /// <summary>Keeps a group where its disk is promoted, and starts it after the promotion.</summary>
    public static void PutBefore(
        ObjectDraft disk, ObjectDraft group, bool wasLater, SourceElement element, CibScope cib)
    {
        var (name, with) = (group.Object.Name(), disk.Object.Name());
        cib.Context.Add(
            new V1.Object
            {
                Colocation = new ColocationSpec
                {
                    Resource = name,
                    With = with,
                    WithRole = Role.Promoted,
                    Score = Scores.Infinity,
                },
            },
            cib.Claim("Colocation", $"{name}-with-{with}"),
            element);
        cib.Context.Add(
            new V1.Object
            {
                Order = new OrderSpec
                {
                    First = with,
                    FirstAction = OrderAction.Promote,
                    Then = name,
                    ThenAction = OrderAction.Start,
                },
            },
            cib.Claim("Order", $"{with}-then-{name}"),
            element);
        cib.Context.Say(
            ChangedMeaning, element, element.Title,
            $"{with} is no member: Group/{name} is where {with} is promoted (a Colocation), and starts after that (an"
                + " Order)" + (wasLater ? "; before, other members started sooner than it" : string.Empty),
            group);
    }
}
