namespace Microkernel.Cli.Output;

/// <summary>One cell of a table.</summary>
/// <param name="Text">The text, in one line.</param>
/// <param name="Tone">How it looks.</param>
/// <param name="Indent">Spaces before it, for what belongs to the row above.</param>
internal readonly record struct Cell(string Text, Tone Tone = Tone.Plain, int Indent = 0)
{
    /// <summary>Gets the columns that the cell takes on one line.</summary>
    public int Width => Indent + Text.Length;

    /// <summary>Turns a text into a plain cell.</summary>
    public static implicit operator Cell(string text) => new(text);
}
