using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Microkernel.Model;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Cib;

/// <summary>Meta attributes of resources, groups and clones.</summary>
internal static class CibMeta
{
    private static readonly Dictionary<string, Action<CloneSpec, uint>> Counts = new()
    {
        ["clone-max"] = (c, n) => c.Max = n,
        ["clone-node-max"] = (c, n) => c.NodeMax = n,
        ["clone-min"] = (c, n) => c.Min = n,
        ["master-max"] = (c, n) => (c.Promotable ??= new PromotableSpec()).Max = n,
        ["promoted-max"] = (c, n) => (c.Promotable ??= new PromotableSpec()).Max = n,
        ["master-node-max"] = (c, n) => (c.Promotable ??= new PromotableSpec()).NodeMax = n,
        ["promoted-node-max"] = (c, n) => (c.Promotable ??= new PromotableSpec()).NodeMax = n,
    };

    private static readonly Dictionary<string, Action<CloneSpec, bool>> Flags = new()
    {
        ["ordered"] = (c, f) => c.Ordered = f,
        ["interleave"] = (c, f) => c.Interleave = f,
        ["globally-unique"] = (c, f) => c.GloballyUnique = f,
        ["notify"] = (c, f) => c.Notify = f,
        ["promotable"] = (_, _) => { },
    };

    /// <summary>Takes them over; those of a clone count for what is cloned.</summary>
    public static void Apply(IEnumerable<NvPair> pairs, ObjectDraft draft, CloneSpec? clone, CibScope cib)
    {
        foreach (var pair in pairs)
        {
            pair.Element.IsHandled = true;
            var name = pair.Name.Replace('_', '-');
            if (clone is not null && ApplyToClone(name, pair, draft, clone, cib))
            {
                continue;
            }

            if (Field(name, pair, draft, cib) is { } field)
            {
                cib.Context.Say(Mapped, pair.Element, $"{draft.Object.Title()} {field}");
            }
        }
    }

    private static bool ApplyToClone(string name, NvPair pair, ObjectDraft draft, CloneSpec clone, CibScope cib)
    {
        if (Counts.TryGetValue(name, out var count))
        {
            if (uint.TryParse(pair.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                count(clone, number);
                cib.Context.Say(Mapped, pair.Element, $"{draft.Object.Title()} clone {name}");
            }
            else
            {
                CibValues.Wrong(pair, "a whole number", cib.Context);
            }

            return true;
        }

        if (Flags.TryGetValue(name, out var set))
        {
            if (CibValues.Flag(pair.Value) is { } flag)
            {
                set(clone, flag);
                cib.Context.Say(Mapped, pair.Element, $"{draft.Object.Title()} clone {name}");
            }
            else
            {
                CibValues.Wrong(pair, "true or false", cib.Context);
            }

            return true;
        }

        return false;
    }

    // Returns the field, or null when the report has it already.
    private static string? Field(string name, NvPair pair, ObjectDraft draft, CibScope cib)
    {
        var (resource, group) = (draft.Object.Resource, draft.Object.Group);
        switch (name)
        {
            case "target-role":
                return Role(pair, draft, cib);
            case "is-managed" when CibValues.Flag(pair.Value) is { } managed:
                _ = resource is not null ? resource.Managed = managed : group!.Managed = managed;
                return "managed";
            case "maintenance" when CibValues.Flag(pair.Value) is { } maintenance:
                _ = resource is not null ? resource.Maintenance = maintenance : group!.Maintenance = maintenance;
                return "maintenance";
            case "resource-stickiness" when CibValues.Score(pair.Value) is { } stickiness:
                _ = resource is not null ? resource.Stickiness = stickiness : group!.Stickiness = stickiness;
                return "stickiness";
            case "priority" when CibValues.Score(pair.Value) is { } priority:
                _ = resource is not null ? resource.Priority = priority : group!.Priority = priority;
                return "priority";
            default:
                return EachResource(name, pair, draft, cib);
        }
    }

    // What a group says of this each member says by itself here.
    private static string? EachResource(string name, NvPair pair, ObjectDraft draft, CibScope cib)
    {
        var resources = draft.Object.Resource is { } single ? [single]
            : cib.Context.Drafts.Where(d => d.Object.Resource is not null
                && draft.Object.Group.Members.Contains(d.Object.Name())).Select(d => d.Object.Resource).ToList();
        var setter = CibResourceMeta.Find(name, pair.Value);
        if (setter is null)
        {
            var (severity, outcome) = CibResourceMeta.LossOf(name, pair.Value);
            cib.Context.Say(severity, pair.Element, outcome, severity == Mapped ? null : draft);
            return null;
        }

        resources.ForEach(setter.Value.Set);
        return setter.Value.Field + (draft.Object.Group is null ? string.Empty : " of each member");
    }

    private static string? Role(NvPair pair, ObjectDraft draft, CibScope cib)
    {
        var role = CibValues.RoleOf(pair.Value) switch
        {
            V1.Role.Started => TargetRole.Started,
            V1.Role.Stopped => TargetRole.Stopped,
            V1.Role.Promoted => TargetRole.Promoted,
            V1.Role.Unpromoted => TargetRole.Unpromoted,
            _ => TargetRole.Unspecified,
        };
        if (role == TargetRole.Unspecified)
        {
            CibValues.Wrong(pair, "Started, Stopped, Promoted or Unpromoted", cib.Context);
            return null;
        }

        // Started is what is wanted of everything.
        var said = role == TargetRole.Started ? TargetRole.Unspecified : role;
        _ = draft.Object.Resource is { } resource ? resource.TargetRole = said : draft.Object.Group.TargetRole = said;
        return $"targetRole {role}";
    }
}
