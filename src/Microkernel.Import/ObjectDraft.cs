using Microkernel.Import.Sources;
using Microkernel.Model.Manifests;

namespace Microkernel.Import;

/// <summary>An object being made, with the comments of its manifest.</summary>
internal sealed class ObjectDraft(Microkernel.V1.Object @object, string origin)
{
    private const int WidthMax = 110;
    private readonly List<string> _head = [];
    private readonly List<string> _carried = [];
    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    public Microkernel.V1.Object Object => @object;

    /// <summary>Gets the element that it comes from first of all.</summary>
    public required SourceElement Source { get; init; }

    /// <summary>Adds a line above the manifest.</summary>
    public void Comment(string line)
    {
        if (!_head.Contains(line))
        {
            _head.Add(line);
        }
    }

    /// <summary>Adds a comment at the end of the line of a field.</summary>
    public void Comment(string path, string comment) => _fields[path] = comment;

    /// <summary>Takes a comment over from the source.</summary>
    public void CarryComment(string file, SourceComment comment)
    {
        var lines = comment.Lines.ToList();
        if (lines.Count > 0)
        {
            _carried.Add($"{file}:{comment.Line} says: {lines[0]}");
            _carried.AddRange(lines.Skip(1).Select(l => "  " + l));
        }
    }

    public CommentedObject ToManifest() =>
        new(@object, [.. _head.Prepend(origin).Concat(_carried).SelectMany(Wrap)], _fields);

    private static IEnumerable<string> Wrap(string line)
    {
        var rest = line;
        for (var indent = string.Empty; rest.Length > WidthMax; indent = "  ")
        {
            var cut = rest.LastIndexOf(' ', WidthMax);
            if (cut <= indent.Length)
            {
                break;
            }

            yield return rest[..cut];
            rest = "  " + rest[(cut + 1)..];
        }

        yield return rest;
    }
}
