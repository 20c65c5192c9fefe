using Microkernel.Import.Xml;
using Microkernel.Model;
using Microkernel.V1;

namespace Microkernel.Import;

/// <summary>What an import of one file has made and said so far.</summary>
internal sealed class ImportContext(string file, ImportOptions options)
{
    private readonly List<ObjectDraft> _drafts = [];
    private readonly List<ImportEntry> _entries = [];
    private readonly HashSet<ImportEntry> _said = [];
    private readonly string _shortFile = Path.GetFileName(file);

    public ImportOptions Options => options;

    public ObjectNamer Names { get; } = new();

    public IReadOnlyList<ObjectDraft> Drafts => _drafts;

    public IEnumerable<ImportEntry> Entries => _entries.OrderBy(e => e.Line).ThenBy(e => e.Column);

    /// <summary>Adds an object that comes from an element, under a name that was claimed.</summary>
    public ObjectDraft Add(V1.Object @object, string name, XmlElementNode from)
    {
        @object.Metadata = new ObjectMeta { Name = name };
        @object.Metadata.Annotations["imported-from"] = $"{_shortFile}:{from.Line}";
        var draft = new ObjectDraft(@object, $"From {_shortFile}:{from.Line}: {from}")
        {
            Line = from.Line, Column = from.Column,
        };
        _drafts.Add(draft);
        return draft;
    }

    /// <summary>Says what became of an element.</summary>
    public void Say(ImportSeverity severity, XmlElementNode element, string outcome, ObjectDraft? draft = null)
    {
        element.IsHandled = true;
        Say(severity, element.Line, element.Column, element.ToString(), outcome);
        Comment(severity, draft, element.Line, $"<{element.Name}>", outcome);
    }

    /// <summary>Says what became of an attribute.</summary>
    public void Say(ImportSeverity severity, XmlAttributeNode attribute, string outcome, ObjectDraft? draft = null)
    {
        attribute.IsHandled = true;
        Say(severity, attribute.Line, attribute.Column, $"<{attribute.Owner.Name}> {attribute}", outcome);
        Comment(severity, draft, attribute.Line, attribute.ToString(), outcome);
    }

    /// <summary>Says what is true of a place in the file.</summary>
    public void Say(ImportSeverity severity, int line, int column, string source, string outcome)
    {
        var entry = new ImportEntry(severity, file, line, column, source, outcome);
        if (_said.Add(entry))
        {
            _entries.Add(entry);
        }
    }

    // What means the same needs no comment: the manifest says it.
    private void Comment(ImportSeverity severity, ObjectDraft? draft, int line, string source, string outcome)
    {
        if (severity != ImportSeverity.Mapped)
        {
            draft?.Comment($"{_shortFile}:{line}: {source}: {outcome}");
        }
    }
}
