namespace Microkernel.Import.Sources;

/// <summary>An element, or section, with its place in the file, and whether somebody has dealt with it.</summary>
internal sealed class SourceElement(string name, int line, int column, SourceStyle style = SourceStyle.Xml)
{
    private static readonly SourceFile Nowhere = new(string.Empty, string.Empty);
    private readonly List<SourceAttribute> _attributes = [];
    private readonly List<SourceElement> _children = [];
    private List<SourceComment>? _comments;
    private SourceFile? _file;

    public string Name => name;

    public SourceStyle Style => style;

    /// <summary>Gets what stands behind the name of a section, as <c>r0</c> of <c>resource r0</c>.</summary>
    public string Label { get; init; } = string.Empty;

    /// <summary>Gets the element around it; null for the root.</summary>
    public SourceElement? Parent { get; private set; }

    /// <summary>Gets or sets the file that it is in: its own, else that of what is around it.</summary>
    public SourceFile File
    {
        get => _file ?? Parent?.File ?? Nowhere;
        set => _file = value;
    }

    /// <summary>Gets or sets what messages show in place of the name; null shows the name.</summary>
    public string? Shown { get; set; }

    /// <summary>Gets the name as a message shows it.</summary>
    public string Title => Shown ?? style switch
    {
        SourceStyle.Xml or SourceStyle.Tags => $"<{Words}>",
        SourceStyle.Braces or SourceStyle.Statements => $"{Words} {{}}",
        _ => Words,
    };

    public int Line => line;

    public int Column => column;

    public IReadOnlyList<SourceAttribute> Attributes => _attributes;

    public IReadOnlyList<SourceElement> Children => _children;

    /// <summary>Gets the comments before it, and those at its end that nothing follows.</summary>
    public IReadOnlyList<SourceComment> Comments => _comments ?? [];

    /// <summary>Gets or sets names of attributes whose values are secrets here, whatever they are called.</summary>
    public IReadOnlyCollection<string> Secrets { get; set; } = [];

    /// <summary>Gets or sets what is wrong with where it stands and was read over; null when nothing is.</summary>
    public string? Oddity { get; set; }

    /// <summary>Gets or sets the text directly in it; none of the formats has a use for one.</summary>
    public string Text { get; set; } = string.Empty;

    /// <summary>Gets or sets whether the report says what became of it.</summary>
    public bool IsHandled { get; set; }

    private string Words => Label.Length > 0 ? $"{name} {Label}" : name;

    public void Add(SourceAttribute attribute) => _attributes.Add(attribute);

    public void Add(SourceElement child)
    {
        child.Parent = this;
        _children.Add(child);
    }

    public void Add(IReadOnlyCollection<SourceComment> comments)
    {
        if (comments.Count > 0)
        {
            (_comments ??= []).AddRange(comments);
        }
    }

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
