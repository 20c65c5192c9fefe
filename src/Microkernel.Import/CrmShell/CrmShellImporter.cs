using Microkernel.Import.Cib;
using Microkernel.Import.Files;
using Microkernel.Import.Sources;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.CrmShell;

/// <summary>
/// Imports commands of the crm shell, of one file or of several, as `crm configure load update` of the files in their
/// order would: what is declared again replaces what was.
/// </summary>
internal static class CrmShellImporter
{
    private static readonly string[] Resources = ["primitive", "template", "group", "clone", "master", "bundle"];
    private static readonly string[] Constraints = ["rsc_location", "rsc_colocation", "rsc_order", "rsc_ticket"];

    public static void Import(IReadOnlyList<SourceElement> roots, ImportContext context)
    {
        var elements = roots.SelectMany(r => r.Children.Select(c => (Element: c, r.File))).ToList();
        elements.ForEach(e => e.Element.File = e.File);
        var kept = Replace([.. elements.Select(e => e.Element)], context);
        AttachMonitors(kept, context);
        var configuration = new SourceElement("configuration", 1, 1, SourceStyle.Commands)
        {
            IsHandled = true,
            File = roots[0].File,
            Shown = roots[0].File.Name,
        };
        foreach (var section in kept.Where(e => e.Name is "crm_config" or "rsc_defaults" or "op_defaults"
            or "fencing-topology"))
        {
            configuration.Add(section);
        }

        AddSection(configuration, "nodes", kept.Where(e => e.Name == "node"));
        AddSection(configuration, "resources", Nest(kept, context));
        AddSection(configuration, "tags", kept.Where(e => e.Name == "tag"));
        AddSection(configuration, "constraints", kept.Where(e => Constraints.Contains(e.Name)));
        CibImporter.ImportConfiguration(configuration, context);
    }

    // The last of each id stays.
    private static List<SourceElement> Replace(List<SourceElement> elements, ImportContext context)
    {
        var last = new Dictionary<(bool, string), SourceElement>();
        foreach (var element in elements.Where(e => e.Find("id") is not null && e.Name != "node"))
        {
            last[(Constraints.Contains(element.Name), element.Find("id")!.Value)] = element;
        }

        var kept = new List<SourceElement>();
        foreach (var element in elements)
        {
            var key = (Constraints.Contains(element.Name), element.Find("id")?.Value ?? string.Empty);
            if (element.Name == "node" || !last.TryGetValue(key, out var winner) || winner == element)
            {
                kept.Add(element);
                continue;
            }

            var same = winner.Name == element.Name && !TreeDifference.Find(element, winner).Any();
            element.TakeWhole();
            context.Say(
                same ? Mapped : ChangedMeaning, element,
                $"{winner.File.ShortName}:{winner.Line} declares it again"
                    + (same ? ", the same" : ", otherwise, and replaces it, as loading the files one after the other would"));
        }

        return kept;
    }

    private static void AttachMonitors(List<SourceElement> elements, ImportContext context)
    {
        foreach (var monitor in elements.Where(e => e.Name == "monitor"))
        {
            var target = monitor.Find("rsc")!.Value;
            monitor.TakeWhole();
            var primitive = elements.Find(e => e.Name == "primitive" && e.Find("id")!.Value == target);
            if (primitive is null)
            {
                context.Say(Error, monitor, $"there is no primitive {target}");
                continue;
            }

            var operations = new SourceElement("operations", monitor.Line, monitor.Column, SourceStyle.Commands);
            operations.Add(monitor.Children[0]);
            primitive.Add(operations);
            context.Say(Mapped, monitor, $"an operation of {target}");
        }
    }

    // Puts primitives into their groups and both into their clones, as the CIB has them.
    private static IEnumerable<SourceElement> Nest(List<SourceElement> elements, ImportContext context)
    {
        var byId = elements.Where(e => Resources.Contains(e.Name)).ToDictionary(e => e.Find("id")!.Value);
        var inside = new HashSet<SourceElement>();
        foreach (var owner in elements.Where(e => e.Name is "group" or "clone" or "master"))
        {
            foreach (var member in owner.Children.Where(c => c.Name == "member").ToList())
            {
                var id = member.Find("id")!.Value;
                member.TakeWhole();
                if (!byId.TryGetValue(id, out var found) || found == owner
                    || found.Name != "primitive" && (owner.Name == "group" || found.Name != "group"))
                {
                    context.Say(Error, member, $"there is no primitive{(owner.Name == "group" ? "" : " or group")} {id}");
                }
                else if (!inside.Add(found))
                {
                    context.Say(Error, member, $"{id} is in another group or clone already");
                }
                else
                {
                    owner.Add(found);
                }
            }
        }

        return elements.Where(e => Resources.Contains(e.Name) && !inside.Contains(e));
    }

    private static void AddSection(SourceElement configuration, string name, IEnumerable<SourceElement> elements)
    {
        var section = new SourceElement(name, 1, 1, SourceStyle.Commands) { IsHandled = true };
        foreach (var element in elements)
        {
            section.Add(element);
        }

        configuration.Add(section);
    }
}
