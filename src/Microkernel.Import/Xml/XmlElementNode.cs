namespace Microkernel.Import.Xml;

/// <summary>An element with its place in the file, and whether somebody has dealt with it.</summary>
internal sealed class XmlElementNode(string name, int line, int column)
{
    private readonly List<XmlAttributeNode> _attributes = [];
    private readonly List<XmlElementNode> _children = [];

    public string Name => name;

    public int Line => line;

    public int Column => column;

    public IReadOnlyList<XmlAttributeNode> Attributes => _attributes;

    public IReadOnlyList<XmlElementNode> Children => _children;

    /// <summary>Gets or sets the text directly in it; none of the formats has a use for one.</summary>
    public string Text { get; set; } = string.Empty;

    /// <summary>Gets or sets whether the report says what became of it.</summary>
    public bool IsHandled { get; set; }

    public void Add(XmlAttributeNode attribute) => _attributes.Add(attribute);

    public void Add(XmlElementNode child) => _children.Add(child);

    /// <summary>Returns an attribute, or null.</summary>
    public XmlAttributeNode? Find(string attribute) => _attributes.Find(a => a.Name == attribute);

    /// <summary>Returns the value of an attribute and notes that it is dealt with; null when there is none.</summary>
    public string? Take(string attribute)
    {
        if (Find(attribute) is not { } found)
        {
            return null;
        }

        found.IsHandled = true;
        return found.Value;
    }

    /// <summary>Returns the children of a name, each noted as dealt with.</summary>
    public IEnumerable<XmlElementNode> TakeChildren(string child)
    {
        foreach (var element in _children.Where(c => c.Name == child))
        {
            element.IsHandled = true;
            yield return element;
        }
    }

    /// <summary>Notes the element, its attributes and all in it as dealt with.</summary>
    public void TakeWhole()
    {
        IsHandled = true;
        _attributes.ForEach(a => a.IsHandled = true);
        _children.ForEach(c => c.TakeWhole());
    }

    /// <summary>Returns the start tag as it is in the file, secrets masked.</summary>
    public override string ToString() => $"<{string.Join(' ', _attributes.Select(a => a.ToString()).Prepend(name))}>";
}
