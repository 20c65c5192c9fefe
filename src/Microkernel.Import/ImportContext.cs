using System.Globalization;
using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.Model.Validation;
using Microkernel.V1;
using static Microkernel.V1.Object;

namespace Microkernel.Import;

/// <summary>What an import of one file, or of several that make up a cluster, has made and said so far.</summary>
internal sealed class ImportContext
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
    private readonly List<string> _files = [];

    public ImportContext(ImportOptions options)
    {
        Options = options;
        Nodes = new NodeRegistry(this);
    }

    public ImportOptions Options { get; }

    public ObjectNamer Names { get; } = new();

    /// <summary>Gets the nodes known so far, from whichever file.</summary>
    public NodeRegistry Nodes { get; }

    /// <summary>Gets the replicated disks known so far, by the names of their DRBD resources.</summary>
    public Dictionary<string, NativeResource> Disks { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets everything made so far.</summary>
    public IReadOnlyList<ObjectDraft> Drafts => _drafts;

    /// <summary>Takes a file in: the report tells of files in this order.</summary>
    public void Enter(SourceFile file) => _files.Add(file.Path);

    /// <summary>Adds an object that comes from an element, under a name that was claimed.</summary>
    public ObjectDraft Add(V1.Object @object, string name, SourceElement from)
    {
        var file = from.File.ShortName;
        @object.Metadata = new ObjectMeta { Name = name };
        @object.Metadata.Annotations["imported-from"] = $"{file}:{from.Line}";
        var draft = new ObjectDraft(@object, $"From {file}:{from.Line}: {from}") { Source = from };
        _drafts.Add(draft);
        return draft;
    }

    /// <summary>Returns the one object with facts of the cluster as a whole; an element that tells more of
    /// them.</summary>
    public ObjectDraft Cluster(SourceElement from)
    {
        if (_drafts.Find(d => d.Object.SpecCase == SpecOneofCase.Cluster) is { } known)
        {
            if (known.Source != from)
            {
                known.Comment($"and from {from.File.ShortName}:{from.Line}: {from}");
            }

            return known;
        }

        Kinds.TryGet("Cluster", out var kind);
        return Add(new V1.Object { Cluster = new ClusterSpec() }, Names.Claim(kind!, Defaults.ClusterName), from);
    }

    /// <summary>Takes an object out again that turned out to be another's.</summary>
    public void Remove(ObjectDraft draft) => _drafts.Remove(draft);

    /// <summary>Says what became of an element.</summary>
    public void Say(ImportSeverity severity, SourceElement element, string outcome, ObjectDraft? draft = null)
    {
        element.IsHandled = true;
        Say(severity, element.File, element.Line, element.Column, element.ToString(), outcome);
        Comment(severity, draft, element, element.Line, element.Title, outcome);
    }

    /// <summary>Says what became of an attribute.</summary>
    public void Say(ImportSeverity severity, SourceAttribute attribute, string outcome, ObjectDraft? draft = null)
    {
        attribute.IsHandled = true;
        var owner = attribute.Owner;
        var source = owner.Parent is null && owner.Style != SourceStyle.Xml ? $"{attribute}"
            : $"{owner.Title} {attribute}";
        Say(severity, owner.File, attribute.Line, attribute.Column, source, outcome);
        Comment(severity, draft, owner, attribute.Line, attribute.ToString(), outcome);
    }

    /// <summary>Says what is true of the place of an element, in other words than the element's own.</summary>
    public void Say(
        ImportSeverity severity, SourceElement place, string source, string outcome, ObjectDraft? draft = null)
    {
        Say(severity, place.File, place.Line, place.Column, source, outcome);
        Comment(severity, draft, place, place.Line, source, outcome);
    }

    /// <summary>Says what is true of a place in a file; line and column 0 mean the whole file.</summary>
    public void Say(
        ImportSeverity severity, SourceFile file, int line, int column, string source, string outcome)
    {
        Say(new ImportEntry(severity, file.Path, line, column, source, outcome));
    }

    /// <summary>Adds an entry to the report, unless it is there.</summary>
    public void Say(ImportEntry entry)
    {
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
        SourceComments.Carry(_drafts);
        var drafts = _drafts.OrderBy(d => Array.IndexOf(Order, d.Object.SpecCase)).ToList();
        var objects = drafts.Select(d => d.Object).ToList();
        var places = drafts.ToLookup(d => (d.Object.SpecCase.ToString(), d.Object.Metadata.Name));
        var wrong = _entries.Where(e => e.Severity == ImportSeverity.Error).Select(e => (e.File, e.Line)).ToHashSet();
        foreach (var problem in ObjectValidator.ValidateSet(objects))
        {
            // What the source is blamed for already needs no second word.
            var place = places[(problem.Kind, problem.Name)].Last().Source;
            if (!wrong.Contains((place.File.Path, place.Line)))
            {
                Say(ImportSeverity.Error, place, string.Empty, problem.ToString());
            }
        }

        var order = _files.Select((file, i) => (file, i)).ToDictionary(f => f.file, f => f.i);
        return new ImportResult(
            format,
            [.. drafts.Select(d => d.ToManifest())],
            [.. _entries.OrderBy(e => order.GetValueOrDefault(e.File)).ThenBy(e => e.Line).ThenBy(e => e.Column)],
            [.. Warnings.Find(objects).Select(
                w => w.Replace("two nodes without a witness", "two nodes, and no witness in what is imported",
                    StringComparison.Ordinal))]);
    }

    // What means the same needs no comment: the manifest says it.
    private static void Comment(
        ImportSeverity severity, ObjectDraft? draft, SourceElement place, int line, string source, string outcome)
    {
        if (severity != ImportSeverity.Mapped)
        {
            draft?.Comment($"{place.File.ShortName}:{line}: {source}: {outcome}");
        }
    }
}
