namespace Microkernel.Import.Sources;

/// <summary>An element, or section, with its place in the file, and whether somebody has dealt with it.</summary>
internal sealed class SourceElement(string name, int line, int column, SourceStyle style = SourceStyle.Xml)
{
    private readonly List<SourceAttribute> _attributes = [];
    private readonly List<SourceElement> _children = [];

    public string Name => name;

    public SourceStyle Style => style;

    /// <summary>Gets the name as a message shows it.</summary>
    public string Title => style == SourceStyle.Xml ? $"<{name}>" : $"{name} {{}}";

    public int Line => line;

    public int Column => column;

    public IReadOnlyList<SourceAttribute> Attributes => _attributes;

    public IReadOnlyList<SourceElement> Children => _children;

    /// <summary>Gets or sets the text directly in it; none of the formats has a use for one.</summary>
    public string Text { get; set; } = string.Empty;

    /// <summary>Gets or sets whether the report says what became of it.</summary>
    public bool IsHandled { get; set; }

    public void Add(SourceAttribute attribute) => _attributes.Add(attribute);

    public void Add(SourceElement child) => _children.Add(child);

    /// <summary>Returns an attribute, or null.</summary>
    public SourceAttribute? Find(string attribute) => _attributes.Find(a => a.Name == attribute);

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
    public IEnumerable<SourceElement> TakeChildren(string child)
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

    /// <summary>Returns the start tag as it is in the file, secrets masked; of a section its name alone.</summary>
    public override string ToString() => style == SourceStyle.Xml
        ? $"<{string.Join(' ', _attributes.Select(a => a.ToString()).Prepend(name))}>"
        : Title;
}
