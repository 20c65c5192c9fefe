using System.Xml.Linq;

namespace Microkernel.Simulation.Cib;

/// <summary>Reads blocks of names and values, which may have rules, scores and references.</summary>
internal sealed class AttributeSets
{
    private readonly Dictionary<string, XElement> _byId;

    public AttributeSets(XElement cib)
    {
        _byId = new Dictionary<string, XElement>(StringComparer.Ordinal);
        foreach (var element in cib.Element("configuration")!.Descendants())
        {
            if (element.Get("id") is { } id)
            {
                _byId.TryAdd(id, element);
            }
        }
    }

    /// <summary>Returns an element, or the one that it refers to.</summary>
    public XElement Resolve(XElement element) =>
        element.Get("id-ref") is { } reference && _byId.TryGetValue(reference, out var other) ? other : element;

    /// <summary>Adds the values of all blocks of one kind under an element; what is there already stays.</summary>
    public void AddTo(Dictionary<string, string> values, XElement? parent, string kind, RuleContext context,
        string? first = null)
    {
        if (parent is null)
        {
            return;
        }

        var blocks = parent.Elements(kind).Select(Resolve)
            .OrderByDescending(b => b.Get("id") == first && first is not null)
            .ThenByDescending(b => CibXml.Score(b.Get("score")));
        foreach (var block in blocks)
        {
            var rules = block.Elements("rule").Select(Resolve).ToList();
            if (rules.Count > 0 && !rules.Exists(r => RuleEvaluator.Holds(r, context)))
            {
                continue;
            }

            foreach (var pair in (block.Element("attributes") ?? block).Elements("nvpair").Select(Resolve))
            {
                if (pair.Get("name") is { } name && pair.Get("value") is { } value)
                {
                    values.TryAdd(name, value);
                }
            }
        }
    }

    public Dictionary<string, string> Read(XElement? parent, string kind, RuleContext context, string? first = null)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        AddTo(values, parent, kind, context, first);
        return values;
    }
}
