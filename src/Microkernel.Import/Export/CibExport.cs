using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microkernel.Model;
using static Microkernel.V1.Object;

namespace Microkernel.Import.Export;

/// <summary>
/// Writes declared objects as a cluster information base, so that Pacemaker's own crm_verify and crm_simulate can be
/// run on
/// them. Values of secrets are never in it.
/// </summary>
public static class CibExport
{
    /// <summary>Version of the schema that the result keeps to; Pacemaker 2.1.0 and later know it.</summary>
    public const string Schema = "pacemaker-3.7";

    /// <summary>Writes the CIB of a whole configuration.</summary>
    /// <param name="all">The declared objects, valid as a whole, in any order.</param>
    /// <param name="offline">Names of nodes that the state shows as off; all others are there, and nothing
    /// runs.</param>
    public static string ToXml(IReadOnlyCollection<V1.Object> all, IReadOnlyCollection<string>? offline = null)
    {
        var scope = new ExportScope(all);
        var cib = new XElement(
            "cib",
            new XAttribute("validate-with", Schema),
            new XAttribute("crm_feature_set", "3.12.0"),
            new XAttribute("epoch", 1),
            new XAttribute("num_updates", 0),
            new XAttribute("admin_epoch", 0),
            new XAttribute("have-quorum", 1),
            new XElement(
                "configuration",
                CrmConfigExport.ToXml(scope),
                NodesExport.ToXml(scope),
                ResourcesExport.ToXml(scope),
                ConstraintsExport.ToXml(scope),
                FencingExport.Topology(scope),
                CrmConfigExport.Defaults(scope)),
            NodesExport.Status(scope, offline ?? []));
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings
        {
            Indent = true,
            OmitXmlDeclaration = true,
            NewLineChars = "\n",
            CheckCharacters = true,
        }))
        {
            cib.Save(writer);
        }

        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + text + "\n";
    }
}

/// <summary>The configuration that is written, and the ids in it.</summary>
internal sealed class ExportScope
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _places = new(StringComparer.Ordinal);

    public ExportScope(IReadOnlyCollection<V1.Object> all)
    {
        Objects = [.. all.OrderBy(o => o.Name(), StringComparer.Ordinal)];
        foreach (var o in Of(SpecOneofCase.Resource).Concat(Of(SpecOneofCase.Group)))
        {
            // Constraints name the clone, not what is in it.
            var clone = o.Resource?.Clone_ ?? o.Group?.Clone_;
            var id = Id(o.Name());
            _places[o.Name()] = clone is null ? id : Id($"{o.Name()}-clone");
        }
    }

    public IReadOnlyList<V1.Object> Objects { get; }

    public IEnumerable<V1.Object> Of(SpecOneofCase kind) => Objects.Where(o => o.SpecCase == kind);

    /// <summary>Returns the id that constraints name an object by.</summary>
    public string PlaceOf(string name) => _places.GetValueOrDefault(name, name);

    /// <summary>Returns the id of an object itself, within its clone.</summary>
    public static string IdOf(string name) => Valid(name);

    /// <summary>Takes an id that no other element has.</summary>
    public string Id(string wanted)
    {
        var id = Valid(wanted);
        for (var i = 2; !_ids.Add(id); i++)
        {
            id = $"{Valid(wanted)}-{i}";
        }

        return id;
    }

    // An XML id begins with a letter or '_'.
    private static string Valid(string name) =>
        name.Length > 0 && (char.IsAsciiLetter(name[0]) || name[0] == '_') ? name : $"_{name}";
}
