using System.Globalization;
using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.Model.Validation;
using Microkernel.V1;
using static Microkernel.V1.Object;

namespace Microkernel.Import;

/// <summary>What an import of one file has made and said so far.</summary>
internal sealed class ImportContext(string file, ImportOptions options)
{
    private static readonly SpecOneofCase[] Order =
    [
        SpecOneofCase.Cluster, SpecOneofCase.Node, SpecOneofCase.Ring, SpecOneofCase.Secret,
        SpecOneofCase.FenceDevice, SpecOneofCase.FencingLevel, SpecOneofCase.Resource, SpecOneofCase.Group,
        SpecOneofCase.Location, SpecOneofCase.Colocation, SpecOneofCase.Order,
    ];

    private readonly List<ObjectDraft> _drafts = [];
    private readonly List<ImportEntry> _entries = [];
    private readonly HashSet<ImportEntry> _said = [];
    private readonly string _shortFile = Path.GetFileName(file);

    public ImportOptions Options => options;

    public ObjectNamer Names { get; } = new();

    /// <summary>Adds an object that comes from an element, under a name that was claimed.</summary>
    public ObjectDraft Add(V1.Object @object, string name, SourceElement from)
    {
        @object.Metadata = new ObjectMeta { Name = name };
        @object.Metadata.Annotations["imported-from"] = $"{_shortFile}:{from.Line}";
        var draft = new ObjectDraft(@object, $"From {_shortFile}:{from.Line}: {from}")
        {
            Line = from.Line,
            Column = from.Column,
        };
        _drafts.Add(draft);
        return draft;
    }

    /// <summary>Says what became of an element.</summary>
    public void Say(ImportSeverity severity, SourceElement element, string outcome, ObjectDraft? draft = null)
    {
        element.IsHandled = true;
        Say(severity, element.Line, element.Column, element.ToString(), outcome);
        Comment(severity, draft, element.Line, element.Title, outcome);
    }

    /// <summary>Says what became of an attribute.</summary>
    public void Say(ImportSeverity severity, SourceAttribute attribute, string outcome, ObjectDraft? draft = null)
    {
        attribute.IsHandled = true;
        Say(severity, attribute.Line, attribute.Column, $"{attribute.Owner.Title} {attribute}", outcome);
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

    /// <summary>Reads a whole number in a range; an error in the report, and null, when it is none.</summary>
    public int? Number(SourceAttribute attribute, int min, int max)
    {
        if (int.TryParse(
                attribute.Value.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max)
        {
            return number;
        }

        Say(ImportSeverity.Error, attribute, $"not a whole number from {min} to {max}");
        return null;
    }

    /// <summary>Checks what was made as a whole, and returns it with the report.</summary>
    public ImportResult ToResult(ImportFormat format)
    {
        var drafts = _drafts.OrderBy(d => Array.IndexOf(Order, d.Object.SpecCase)).ToList();
        var objects = drafts.Select(d => d.Object).ToList();
        var places = drafts.ToLookup(d => (d.Object.SpecCase.ToString(), d.Object.Metadata.Name));
        var wrong = _entries.Where(e => e.Severity == ImportSeverity.Error).Select(e => e.Line).ToHashSet();
        foreach (var problem in ObjectValidator.ValidateSet(objects))
        {
            // What the source is blamed for already needs no second word.
            var place = places[(problem.Kind, problem.Name)].Last();
            if (!wrong.Contains(place.Line))
            {
                Say(ImportSeverity.Error, place.Line, place.Column, string.Empty, problem.ToString());
            }
        }

        return new ImportResult(
            format,
            [.. drafts.Select(d => d.ToManifest())],
            [.. _entries.OrderBy(e => e.Line).ThenBy(e => e.Column)],
            Warnings.Find(objects));
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
