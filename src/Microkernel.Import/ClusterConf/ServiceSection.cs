using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.ClusterConf;

/// <summary>&lt;rm&gt;: services become groups, virtual machines resources, failover domains locations.</summary>
internal static class ServiceSection
{
    public static void Import(SourceElement root, IReadOnlyDictionary<string, string> nodes, ImportContext context)
    {
        foreach (var rm in root.TakeChildren("rm"))
        {
            var services = rm.Children.Where(c => c.Name is "service" or "vm").ToList();
            var shared = new SharedResources(rm, context);
            var domains = new FailoverDomainSection(rm, nodes, context);
            var names = ClaimNames(services, context);
            var done = new List<(SourceElement Element, ObjectDraft Draft)>();
            foreach (var element in services)
            {
                if (names.TryGetValue(element, out var name)
                    && ServiceImport.Import(element, name, shared, domains, context) is { } draft)
                {
                    done.Add((element, draft));
                }
            }

            ServiceRelations.Import(done, context);
            ReportStrays(rm, context);
            shared.ReportUnused();
            domains.ReportUnused();
            if (done.Count > 0)
            {
                context.Say(
                    ChangedMeaning,
                    rm,
                    "<rm>",
                    "where a stop failed, rgmanager left the service failed until an operator came; here the node is"
                        + " fenced and the service goes on elsewhere (onFail of Stop)");
            }
        }
    }

    private static void ReportStrays(SourceElement rm, ImportContext context)
    {
        foreach (var element in rm.Children.Where(c => !c.IsHandled && KnownLosses.OfElement(c.Name) is null))
        {
            element.TakeWhole();
            context.Say(NoCounterpart, element, "it is in no service, so nothing starts it");
        }
    }

    // Services first, so that they keep their names whatever resources are called.
    private static Dictionary<SourceElement, string> ClaimNames(List<SourceElement> services, ImportContext context)
    {
        var names = new Dictionary<SourceElement, string>();
        foreach (var element in services)
        {
            element.IsHandled = true;
            if (element.Take("name") is not { Length: > 0 } source)
            {
                element.TakeWhole();
                context.Say(Error, element, "the service has no name");
                continue;
            }

            Kinds.TryGet(element.Name == "vm" ? "Resource" : "Group", out var kind);
            names[element] = context.Names.Claim(kind!, source, $"{element.Name}-{source}");
        }

        return names;
    }
}
