using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Cib;

/// <summary>Primitives, groups, clones and promotable clones.</summary>
internal static class CibResources
{
    private static readonly string[] Kinds = ["primitive", "group", "clone", "master", "master_slave", "bundle"];

    public static void Import(CibScope cib)
    {
        var elements = cib.In("resources").ToList();
        foreach (var template in elements.Where(e => e.Name == "template" && e.Find("id") is not null))
        {
            template.TakeWhole();
            cib.Templates[template.Find("id")!.Value] = template;
            cib.Context.Say(Mapped, template, "written out in each resource that is made of it");
        }

        foreach (var element in elements.Where(e => Kinds.Contains(e.Name)))
        {
            Import(element, cib);
        }
    }

    private static void Import(SourceElement element, CibScope cib)
    {
        if (element.Find("id") is not { Value.Length: > 0 })
        {
            element.TakeWhole();
            cib.Context.Say(Error, element, "it has no id");
            return;
        }

        switch (element.Name)
        {
            case "primitive":
                CibPrimitive.Import(element, cib);
                break;
            case "group":
                ImportGroup(element, cib);
                break;
            case "bundle":
                element.TakeWhole();
                cib.Context.Say(NoCounterpart, element, CibLosses.OfElement("bundle")!);
                break;
            default:
                ImportClone(element, cib);
                break;
        }
    }

    private static ObjectDraft? ImportGroup(SourceElement element, CibScope cib)
    {
        element.IsHandled = true;
        var id = element.Take("id")!;
        var name = cib.Claim("Group", id);
        var members = element.Children.Where(c => c.Name == "primitive").ToList();
        var drafts = new List<ObjectDraft>();
        var disks = new List<(ObjectDraft Disk, int Place)>();
        foreach (var member in members)
        {
            if (CibPrimitive.Import(member, cib) is not { } draft)
            {
                continue;
            }

            if (cib.Find(member.Find("id")?.Value, member) is { IsPromoted: true })
            {
                disks.Add((draft, drafts.Count));
            }
            else
            {
                drafts.Add(draft);
            }
        }

        if (drafts.Count == 0)
        {
            cib.Context.Say(NoCounterpart, element, "nothing is in the group that can be; a Group needs members");
            disks.ForEach(d => cib.Refer(id, d.Disk.Object.Name(), isPromoted: true));
            return disks.Count > 0 ? disks[0].Disk : null;
        }

        var spec = new GroupSpec();
        spec.Members.AddRange(drafts.Select(d => d.Object.Name()));
        var group = cib.Context.Add(new V1.Object { Group = spec }, name, element);
        cib.Refer(id, name);
        cib.Context.Say(Mapped, element, $"Group/{name}");
        CibMeta.Apply(NvPairs.Read(element, "meta_attributes", cib.Context), group, null, cib);
        ReportRest(element, cib);
        disks.ForEach(d => CibDrbd.PutBefore(d.Disk, group, d.Place > 0, element, cib));
        return group;
    }

    private static void ImportClone(SourceElement element, CibScope cib)
    {
        element.IsHandled = true;
        var id = element.Take("id")!;
        var inner = element.Children.FirstOrDefault(c => c.Name is "primitive" or "group");
        var draft = inner?.Name == "group" && inner.Find("id") is not null ? ImportGroup(inner, cib)
            : inner is null ? null : CibPrimitive.Import(inner, cib);
        if (draft is null)
        {
            if (inner is null)
            {
                cib.Context.Say(Error, element, "there is nothing in it");
            }
            else
            {
                cib.Context.Say(NoCounterpart, element, "what is in it has no counterpart as a resource");
            }

            element.TakeWhole();
            return;
        }

        var promotable = element.Name != "clone";
        var clone = new CloneSpec { Interleave = false };
        if (draft.Object.Group is { } group)
        {
            group.Clone_ = clone;
        }
        else
        {
            draft.Object.Resource.Clone_ = clone;
        }

        cib.Refer(id, draft.Object.Name());
        var pairs = NvPairs.Read(element, "meta_attributes", cib.Context)
            .Concat(NvPairs.Read(element, "instance_attributes", cib.Context)).ToList();
        if (promotable || pairs.Any(p => p.Name == "promotable" && CibValues.Flag(p.Value) == true))
        {
            clone.Promotable = new PromotableSpec();
        }

        CibMeta.Apply(pairs, draft, clone, cib);
        if (clone.HasInterleave && clone.Interleave)
        {
            clone.ClearInterleave();
        }
        else
        {
            draft.Comment("spec.clone.interleave", "Pacemaker's default");
        }

        if (clone is { HasMax: true, GloballyUnique: true, HasNodeMax: false })
        {
            clone.NodeMax = 1;
        }

        cib.Context.Say(
            Mapped, element, $"{draft.Object.Title()} is a {(clone.Promotable is null ? "clone" : "promotable clone")};"
                + $" constraints that name {id} name it");
        draft.Comment($"{element.File.ShortName}:{element.Line}: it was known as {id}.");
        ReportRest(element, cib);
    }

    private static void ReportRest(SourceElement element, CibScope cib)
    {
        if (element.Find("description") is { } description)
        {
            cib.Context.Say(Mapped, description, "a comment of the manifest");
        }

        foreach (var pair in NvPairs.Read(element, "instance_attributes", cib.Context))
        {
            cib.Context.Say(NoCounterpart, pair.Element, "only primitives have parameters; set it on each member");
        }
    }
}
