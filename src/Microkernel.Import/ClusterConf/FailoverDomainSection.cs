using System.Globalization;
using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.ClusterConf;

/// <summary>&lt;failoverdomains&gt;: scores of nodes for the services that name them.</summary>
internal sealed class FailoverDomainSection
{
    private readonly Dictionary<string, (FailoverDomain Domain, SourceElement Element)> _domains =
        new(StringComparer.OrdinalIgnoreCase);

    private readonly IReadOnlyDictionary<string, string> _nodes;
    private readonly ImportContext _context;

    public FailoverDomainSection(SourceElement rm, IReadOnlyDictionary<string, string> nodes, ImportContext context)
    {
        _nodes = nodes;
        _context = context;
        foreach (var element in rm.TakeChildren("failoverdomains").SelectMany(d => d.TakeChildren("failoverdomain")))
        {
            var domain = Read(element);
            if (!_domains.TryAdd(domain.Name, (domain, element)))
            {
                context.Say(Error, element, "another failover domain has this name; rgmanager did not take it");
            }
        }
    }

    /// <summary>
    /// Makes the locations of a service, and returns how much it likes to stay; null where nothing says so.
    /// </summary>
    public int? Apply(SourceAttribute attribute, ObjectDraft service, SourceElement element)
    {
        if (!_domains.TryGetValue(attribute.Value, out var found))
        {
            _context.Say(
                ChangedMeaning, attribute, "there is no such failover domain; it may run anywhere, as in rgmanager",
                service);
            return null;
        }

        var (domain, _) = found;
        domain.IsUsed = true;
        var inside = domain.Nodes.Select(n => n.Node).ToHashSet(StringComparer.Ordinal);
        foreach (var (node, priority) in domain.Nodes)
        {
            AddLocation(service, node, domain.ScoreOf(priority), element);
        }

        foreach (var node in _nodes.Values.Where(n => domain.IsRestricted && !inside.Contains(n)))
        {
            AddLocation(service, node, Scores.MinusInfinity, element);
        }

        _context.Say(Mapped, attribute, $"{service.Object.Title()}: a Location for each node, {Words(domain)}");
        return domain.StaysPut ? Scores.Infinity : 1;
    }

    /// <summary>Reports each domain, also those that no service names.</summary>
    public void ReportUnused()
    {
        foreach (var (domain, element) in _domains.Values)
        {
            _context.Say(
                domain.IsUsed ? Mapped : NoCounterpart,
                element,
                domain.IsUsed ? "Locations of the services that name it" : "no service names this failover domain");
        }
    }

    private static string Words(FailoverDomain domain) => string.Join(
        ", ",
        domain.IsOrdered ? "the better the priority the higher the score" : "all of one score",
        domain.IsRestricted ? "-INFINITY outside of the domain" : "other nodes when none of the domain is there",
        domain.StaysPut ? "stickiness INFINITY, so that it stays (nofailback)" : "stickiness 1, so that it goes back");

    private FailoverDomain Read(SourceElement element)
    {
        var ordered = Flag(element, "ordered");
        var nodes = new List<(string, int)>();
        foreach (var member in element.TakeChildren("failoverdomainnode"))
        {
            var source = member.Take("name") ?? string.Empty;
            var priority = 0;
            if (member.Find("priority") is { } attribute)
            {
                attribute.IsHandled = true;
                priority = int.TryParse(
                    attribute.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
                    && number is > 0 and <= 100 ? number : 0;
            }

            if (!_nodes.TryGetValue(source, out var node))
            {
                _context.Say(Error, member, $"there is no clusternode named \"{source}\"");
            }
            else if (nodes.Any(n => n.Item1 == node))
            {
                _context.Say(Error, member, "the node is in the domain already");
            }
            else
            {
                nodes.Add((node, priority));
                _context.Say(Mapped, member, ordered && priority == 0 ? "without a priority: the last choice"
                    : "a Location");
            }
        }

        return new FailoverDomain(
            element.Take("name") ?? string.Empty, ordered, Flag(element, "restricted"), Flag(element, "nofailback"),
            nodes);
    }

    // rgmanager takes any number but 0 for yes, and words for no.
    private static bool Flag(SourceElement element, string name) =>
        int.TryParse(element.Take(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            && number != 0;

    private void AddLocation(ObjectDraft service, string node, int score, SourceElement element)
    {
        Kinds.TryGet("Location", out var kind);
        var name = _context.Names.Claim(kind!, $"{service.Object.Name()}-{node}");
        _context.Add(
            new V1.Object
            {
                Location = new LocationSpec { Resource = service.Object.Name(), Node = node, Score = score },
            },
            name,
            element);
    }
}
