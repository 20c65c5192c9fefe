using System.Globalization;
using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.Model.Validation;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Cib;

/// <summary>One primitive.</summary>
internal static class CibPrimitive
{
    private const int UtilizationMax = int.MaxValue;

    /// <summary>Makes the resource, or the fence device; null for the latter, and when there is nothing to
    /// make.</summary>
    public static ObjectDraft? Import(SourceElement element, CibScope cib)
    {
        element.IsHandled = true;
        if (element.Take("id") is not { Length: > 0 } id)
        {
            element.TakeWhole();
            cib.Context.Say(Error, element, "it has no id");
            return null;
        }

        var template = TemplateOf(element, cib);
        var (type, provider) = (Said("class"), Said("provider"));
        if (type == "stonith")
        {
            CibStonith.Import(element, id, Said("type") ?? string.Empty, template, cib);
            return null;
        }

        var (name, spec) = (cib.Claim("Resource", id), new ResourceSpec());
        var draft = cib.Context.Add(new V1.Object { Resource = spec }, name, element);
        cib.Refer(id, name);
        if (name != id)
        {
            cib.Context.Say(
                ChangedMeaning, element, element.Title, $"the name {id} is taken or may not be used here, it is {name} now",
                draft);
        }

        var parameters = Pairs(element, template, "instance_attributes", cib);
        if (CibDrbd.Takes(type, Said("type")))
        {
            CibDrbd.Import(element, id, parameters, draft, cib);
        }
        else
        {
            CibAgents.Set(type, provider, Said("type") ?? string.Empty, element, draft, parameters, cib);
            ImportParameters(parameters, draft, cib);
            CibDrbd.Note(draft, cib.Context);
        }

        CibOperations.Import([element, .. template is null ? [] : new[] { template }], draft, cib);
        ImportMeta(Pairs(element, template, "meta_attributes", cib), draft, cib);
        foreach (var pair in Pairs(element, template, "utilization", cib))
        {
            ImportUtilization(pair, spec.Utilization, draft, cib);
        }

        if (element.Find("description") is { } description)
        {
            draft.Comment(description.Value);
            cib.Context.Say(Mapped, description, "a comment of the manifest");
        }

        cib.Context.Say(Mapped, element, $"{draft.Object.Title()}, {spec.Agent}");
        return draft;

        string? Said(string attribute) => element.Take(attribute) ?? template?.Find(attribute)?.Value;
    }

    /// <summary>Takes what a resource needs, or a node has.</summary>
    public static void ImportUtilization(
        NvPair pair, IDictionary<string, int> utilization, ObjectDraft draft, CibScope cib)
    {
        if (int.TryParse(pair.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var amount))
        {
            utilization[pair.Name] = amount;
            cib.Context.Say(Mapped, pair.Element, $"{draft.Object.Title()} utilization {pair.Name}");
        }
        else
        {
            CibValues.Wrong(pair, $"a whole number from 0 to {UtilizationMax}", cib.Context);
        }
    }

    /// <summary>Reads a set of a primitive over that of its template.</summary>
    public static List<NvPair> Pairs(SourceElement element, SourceElement? template, string set, CibScope cib)
    {
        var own = NvPairs.Read(element, set, cib.Context).ToList();
        var has = own.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        return template is null ? own
            : [.. own, .. NvPairs.Read(template, set, cib.Context).Where(p => !has.Contains(p.Name))];
    }

    private static SourceElement? TemplateOf(SourceElement element, CibScope cib)
    {
        if (element.Find("template") is not { } named)
        {
            return null;
        }

        if (cib.Templates.TryGetValue(named.Value, out var template))
        {
            cib.Context.Say(Mapped, named, $"written out from line {template.Line}");
            return template;
        }

        cib.Context.Say(Error, named, "there is no such template");
        return null;
    }

    private static void ImportParameters(List<NvPair> parameters, ObjectDraft draft, CibScope cib)
    {
        V1.Object? secrets = null;
        var spec = draft.Object.Resource;
        foreach (var pair in parameters)
        {
            if (!SecretNames.IsSecret(pair.Name) || pair.Value.Length == 0)
            {
                spec.Parameters[pair.Name] = pair.Value;
                cib.Context.Say(Mapped, pair.Element, $"{draft.Object.Title()} parameter {pair.Name}");
                continue;
            }

            secrets ??= SecretDrafts.Add(draft.Source, draft.Object.Name(), cib.Context);
            secrets.Secret.Values[pair.Name] = pair.Value;
            spec.SecretParameters[pair.Name] = new SecretReference { Secret = secrets.Name(), Key = pair.Name };
            cib.Context.Say(
                Mapped, pair.Element, $"{draft.Object.Title()} secret parameter {pair.Name}, kept in {secrets.Title()}");
        }
    }

    private static void ImportMeta(List<NvPair> own, ObjectDraft draft, CibScope cib)
    {
        CibMeta.Apply(own, draft, null, cib);
        var said = own.Select(p => p.Name.Replace('_', '-')).ToHashSet(StringComparer.Ordinal);
        foreach (var pair in cib.Defaults.Resource.Values.Where(p => !said.Contains(p.Name.Replace('_', '-'))))
        {
            CibMeta.Apply([pair], draft, null, cib);
        }
    }
}
