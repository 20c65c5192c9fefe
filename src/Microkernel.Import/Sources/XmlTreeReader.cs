using System.Text;
using System.Xml;

namespace Microkernel.Import.Sources;

/// <summary>
/// Reads XML into a tree with lines and columns. A document type, and with it any entity of one's own, is refused,
/// nothing outside of the file is ever opened, and depth and number of nodes are bounded.
/// </summary>
internal static class XmlTreeReader
{
    private const int DepthMax = 64;
    private const int NodesMax = 2_000_000;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = ImportOptions.LengthMax,
        MaxCharactersFromEntities = 0,
    };

    /// <summary>
    /// Tells whether the content begins as XML does, or as one of these elements, be it damaged after that.
    /// </summary>
    public static bool LooksLikeXml(ReadOnlyMemory<byte> content, params ReadOnlySpan<string> roots)
    {
        var span = content.Span.TrimStart("\uFEFF"u8).TrimStart(" \t\r\n"u8);
        if (span.StartsWith("<?xml"u8) || span.StartsWith("<!"u8) || span is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return true;
        }

        foreach (var root in roots)
        {
            if (span.StartsWith(Encoding.UTF8.GetBytes($"<{root}")))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns the name of the root element; null when the content is not XML as far as there.</summary>
    public static string? RootName(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var reader = Open(content);
            return reader.MoveToContent() == XmlNodeType.Element ? reader.Name : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>Reads the whole content, which has a root of this name.</summary>
    /// <exception cref="DamagedSourceException">It has another, or cannot be read.</exception>
    public static SourceElement Read(ReadOnlyMemory<byte> content, string rootName)
    {
        var root = Read(content);
        return root.Name == rootName
            ? root
            : throw new DamagedSourceException(
                $"The root element is <{root.Name}>, expected <{rootName}>", root.Line, root.Column);
    }

    /// <summary>Reads the whole content.</summary>
    /// <exception cref="DamagedSourceException">It is not well-formed, has a document type, or is beyond a
    /// bound.</exception>
    public static SourceElement Read(ReadOnlyMemory<byte> content)
    {
        using var reader = Open(content);
        var lines = (IXmlLineInfo)reader;
        try
        {
            return Read(reader, lines);
        }
        catch (XmlException e)
        {
            throw Damaged(e, content.Span);
        }
    }

    // The reader forgets its place when it refuses a document type, and says its place within its message.
    private static DamagedSourceException Damaged(XmlException e, ReadOnlySpan<byte> content)
    {
        if (e.LineNumber == 0 && content.IndexOf("<!DOCTYPE"u8) is >= 0 and var at)
        {
            var before = content[..at];
            return new DamagedSourceException(
                "A document type (<!DOCTYPE>), and with it any entity of one's own, is refused",
                before.Count((byte)'\n') + 1,
                at - before.LastIndexOf((byte)'\n'));
        }

        var message = e.Message;
        var place = message.LastIndexOf(" Line ", StringComparison.Ordinal);
        return new DamagedSourceException(
            $"Not well-formed XML: {(place > 0 ? message[..place] : message)}", e.LineNumber, e.LinePosition);
    }

    private static SourceElement Read(XmlReader reader, IXmlLineInfo lines)
    {
        var open = new Stack<SourceElement>();
        var comments = new List<SourceComment>();
        SourceElement? root = null;
        var nodes = 0;
        while (reader.Read())
        {
            if (++nodes > NodesMax)
            {
                throw Beyond($"More than {NodesMax} nodes", lines);
            }

            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var isEmpty = reader.IsEmptyElement;
                    var element = ReadElement(reader, lines, ref nodes);
                    element.Add(comments);
                    comments.Clear();
                    if (open.TryPeek(out var parent))
                    {
                        parent.Add(element);
                    }

                    root ??= element;
                    if (!isEmpty)
                    {
                        open.Push(element);
                    }

                    break;
                case XmlNodeType.EndElement:
                    open.Pop().Add(comments);
                    comments.Clear();
                    break;
                case XmlNodeType.Comment:
                    comments.Add(new SourceComment(reader.Value, lines.LineNumber));
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    open.Peek().Text += reader.Value;
                    break;
            }
        }

        root?.Add(comments);
        return root ?? throw Beyond("No element", lines);
    }

    private static SourceElement ReadElement(XmlReader reader, IXmlLineInfo lines, ref int nodes)
    {
        if (reader.Depth >= DepthMax)
        {
            throw Beyond($"Nested more than {DepthMax} deep", lines);
        }

        var element = new SourceElement(reader.Name, lines.LineNumber, lines.LinePosition);
        while (reader.MoveToNextAttribute())
        {
            nodes++;
            element.Add(
                new SourceAttribute(element, reader.Name, reader.Value, lines.LineNumber, lines.LinePosition));
        }

        return element;
    }

    private static XmlReader Open(ReadOnlyMemory<byte> content) =>
        XmlReader.Create(new MemoryStream(content.ToArray(), writable: false), Settings);

    private static DamagedSourceException Beyond(string message, IXmlLineInfo lines) =>
        new(message, lines.LineNumber, lines.LinePosition);
}
