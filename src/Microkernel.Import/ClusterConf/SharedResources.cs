using Microkernel.Import.Sources;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.ClusterConf;

/// <summary>&lt;resources&gt;: definitions that services name with ref.</summary>
internal sealed class SharedResources
{
    private readonly Dictionary<(string Type, string Name), SourceElement> _definitions = [];
    private readonly HashSet<SourceElement> _used = [];
    private readonly ImportContext _context;

    public SharedResources(SourceElement rm, ImportContext context)
    {
        _context = context;
        foreach (var element in rm.TakeChildren("resources").SelectMany(r => r.Children))
        {
            var name = (element.Find("name") ?? element.Find("address"))?.Value ?? string.Empty;
            if (!_definitions.TryAdd((element.Name, name), element))
            {
                context.Say(Error, element, $"another {element.Name} is named \"{name}\"");
            }
        }
    }

    /// <summary>
    /// Returns where the attributes of a resource are; null, and an error in the report, when nowhere.
    /// </summary>
    public SourceElement? Define(SourceElement element)
    {
        if (element.Find("ref") is not { } reference)
        {
            return element;
        }

        reference.IsHandled = true;
        if (!_definitions.TryGetValue((element.Name, reference.Value), out var definition))
        {
            element.TakeWhole();
            _context.Say(
                Error, element, $"<resources> has no {element.Name} named \"{reference.Value}\"; it and all in it is"
                    + " left out");
            return null;
        }

        _used.Add(definition);
        definition.IsHandled = true;
        foreach (var attribute in element.Attributes.Where(
            a => !a.IsHandled && !a.Name.StartsWith("__", StringComparison.Ordinal)))
        {
            _context.Say(NoCounterpart, attribute, "rgmanager takes the attributes of a ref from <resources> alone");
        }

        return definition;
    }

    /// <summary>
    /// Reports definitions that no service names, and what is in definitions, which rgmanager did not read.
    /// </summary>
    public void ReportUnused()
    {
        foreach (var definition in _definitions.Values)
        {
            if (_used.Contains(definition))
            {
                _context.Say(Mapped, definition, "a definition; see the services that name it");
            }
            else
            {
                definition.TakeWhole();
                _context.Say(NoCounterpart, definition, "no service names this resource");
            }
        }
    }
}
