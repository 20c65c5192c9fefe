namespace Microkernel.Model.Manifests;

/// <summary>A value of a manifest before its meaning is known, whatever syntax it was written in.</summary>
/// <param name="Line">Line it begins on, from 1; 0 when it was not read from text.</param>
/// <param name="Column">Column it begins in, from 1; 0 likewise.</param>
internal abstract record ManifestNode(int Line, int Column)
{
    /// <summary>Gets what to call it in a message.</summary>
    public abstract string Sort { get; }
}

/// <summary>A text, number, truth value or null.</summary>
/// <param name="Text">As written, without quotes.</param>
/// <param name="IsQuoted">Whether quotes say that it is a text.</param>
internal sealed record ScalarNode(string Text, bool IsQuoted, int Line = 0, int Column = 0) : ManifestNode(Line, Column)
{
    /// <inheritdoc/>
    public override string Sort => IsNull ? "nothing" : "a single value";

    /// <summary>Gets whether it is a null: nothing, <c>~</c> or <c>null</c> without quotes.</summary>
    public bool IsNull => !IsQuoted && Text is ("" or "~" or "null" or "Null" or "NULL");
}

/// <summary>A list.</summary>
/// <param name="Items">Its items.</param>
internal sealed record SequenceNode(IReadOnlyList<ManifestNode> Items, int Line = 0, int Column = 0)
    : ManifestNode(Line, Column)
{
    /// <inheritdoc/>
    public override string Sort => "a list";
}

/// <summary>A mapping.</summary>
/// <param name="Entries">Its entries in their order, without duplicates.</param>
internal sealed record MappingNode(IReadOnlyList<MappingEntry> Entries, int Line = 0, int Column = 0)
    : ManifestNode(Line, Column)
{
    /// <inheritdoc/>
    public override string Sort => "a mapping";

    /// <summary>Returns the value of a key, or null.</summary>
    public ManifestNode? Find(string key) => Entries.FirstOrDefault(e => e.Key.Text == key)?.Value;
}

/// <summary>One entry of a mapping.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
internal sealed record MappingEntry(ScalarNode Key, ManifestNode Value);
