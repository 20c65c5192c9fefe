using System.Buffers;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Microkernel.Model.Manifests;

/// <summary>
/// Reads YAML, and JSON as a part of it, into nodes. Only what manifests need: no anchors, aliases, tags or merge keys,
/// so that what is read is what is written, in size as in meaning.
/// </summary>
internal sealed class YamlTreeReader
{
    private static readonly SearchValues<char> ControlCharacters = SearchValues.Create(
        string.Concat(Enumerable.Range(0, ' ').Select(c => (char)c).Where(c => c is not ('\t' or '\n' or '\r'))));

    private readonly Parser _parser;
    private readonly ProblemList _problems;
    private int _nodes;

    private YamlTreeReader(string text, ProblemList problems)
    {
        _parser = new Parser(new StringReader(text));
        _problems = problems;
    }

    /// <summary>Reads each document.</summary>
    /// <exception cref="ManifestException">The text is not well-formed, or beyond a bound.</exception>
    public static List<ManifestNode> Read(string text, ProblemList problems)
    {
        if (text.Length > ManifestLimits.LengthMax)
        {
            throw problems.Fatal(
                0, 0, $"The text has {text.Length} characters; at most {ManifestLimits.LengthMax} are read");
        }

        RefuseControlCharacters(text, problems);
        return new YamlTreeReader(text, problems).ReadDocuments();
    }

    // The scanner takes NUL for the end of the text: what follows would be dropped silently.
    private static void RefuseControlCharacters(string text, ProblemList problems)
    {
        var at = text.AsSpan().IndexOfAny(ControlCharacters);
        if (at >= 0)
        {
            var before = text.AsSpan(0, at);
            var message = $"Not a text: it has the control character U+{(int)text[at]:X4}";
            throw problems.Fatal(before.Count('\n') + 1, at - before.LastIndexOf('\n'), message);
        }
    }

    private bool MoveNext()
    {
        try
        {
            return _parser.MoveNext();
        }
        catch (YamlException e)
        {
            var message = e.InnerException?.Message ?? e.Message;
            throw _problems.Fatal((int)e.Start.Line, (int)e.Start.Column, $"Not well-formed YAML: {message}");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The scanner of YamlDotNet 16.3 lets these out for some broken texts, as for a flow mapping never closed.
            var end = _parser.Current?.End ?? Mark.Empty;
            throw _problems.Fatal((int)end.Line, (int)end.Column, "Not well-formed YAML after this place");
        }
    }

    private List<ManifestNode> ReadDocuments()
    {
        var documents = new List<ManifestNode>();
        while (MoveNext())
        {
            if (_parser.Current is DocumentStart)
            {
                MoveNext();
                documents.Add(ReadNode(1));
            }
        }

        return documents;
    }

    private ManifestNode ReadNode(int depth)
    {
        var current = _parser.Current!;
        var (line, column) = ((int)current.Start.Line, (int)current.Start.Column);
        if (depth > ManifestLimits.DepthMax)
        {
            throw _problems.Fatal(line, column, $"Nested more than {ManifestLimits.DepthMax} deep");
        }

        if (++_nodes > ManifestLimits.NodesMax)
        {
            throw _problems.Fatal(line, column, $"More than {ManifestLimits.NodesMax} values");
        }

        if (current is AnchorAlias or NodeEvent { Anchor.IsEmpty: false })
        {
            throw _problems.Fatal(line, column, "Anchors (&) and aliases (*) are not read", "the value written out");
        }

        if (current is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } tag })
        {
            throw _problems.Fatal(line, column, $"Tags are not read, found {tag}", "quotes where a text is meant");
        }

        return current switch
        {
            Scalar scalar => new ScalarNode(scalar.Value, scalar.Style != ScalarStyle.Plain, line, column),
            SequenceStart => ReadSequence(depth, line, column),
            MappingStart => ReadMapping(depth, line, column),
            _ => throw _problems.Fatal(line, column, $"Unexpected {current.GetType().Name}"),
        };
    }

    private SequenceNode ReadSequence(int depth, int line, int column)
    {
        var items = new List<ManifestNode>();
        while (MoveNext() && _parser.Current is not SequenceEnd)
        {
            items.Add(ReadNode(depth + 1));
        }

        return new SequenceNode(items, line, column);
    }

    private MappingNode ReadMapping(int depth, int line, int column)
    {
        var entries = new List<MappingEntry>();
        var firsts = new Dictionary<string, ScalarNode>(StringComparer.Ordinal);
        while (MoveNext() && _parser.Current is not MappingEnd)
        {
            if (ReadNode(depth + 1) is not ScalarNode key)
            {
                throw _problems.Fatal(line, column, "A key is a list or a mapping", "a name");
            }

            MoveNext();
            var value = ReadNode(depth + 1);
            if (firsts.TryAdd(key.Text, key))
            {
                entries.Add(new MappingEntry(key, value));
            }
            else
            {
                var first = firsts[key.Text];
                _problems.Add(key, string.Empty, key.Text, $"The key is here twice, first on line {first.Line}");
            }
        }

        return new MappingNode(entries, line, column);
    }
}
