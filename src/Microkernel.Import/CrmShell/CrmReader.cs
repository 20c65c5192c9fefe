using Microkernel.Import.Sources;

namespace Microkernel.Import.CrmShell;

/// <summary>The words of a command, one after the other.</summary>
internal sealed class CrmReader(IReadOnlyList<CrmWord> words)
{
    public int At { get; private set; }

    public int Count => words.Count;

    /// <summary>Gets the next word; null at the end.</summary>
    public CrmWord? Peek => At < words.Count ? words[At] : null;

    /// <summary>Gets the word after the next; null at the end.</summary>
    public CrmWord? PeekSecond => At + 1 < words.Count ? words[At + 1] : null;

    /// <summary>Takes the next word.</summary>
    /// <exception cref="DamagedSourceException">There is none.</exception>
    public CrmWord Next(string expected = "another word")
    {
        if (At < words.Count)
        {
            return words[At++];
        }

        var last = words[^1];
        throw new DamagedSourceException(
            $"The command ends here; expected {expected}", last.Line, last.Column + last.Text.Length);
    }

    /// <summary>Takes a name: a word without '='.</summary>
    /// <exception cref="DamagedSourceException">There is none.</exception>
    public CrmWord Name(string expected)
    {
        var word = Next(expected);
        return word.Key is null
            ? word : throw new DamagedSourceException($"Expected {expected}", word.Line, word.Column);
    }

    /// <summary>Begins an element whose id is the next word.</summary>
    public SourceElement Element(CrmWord command, string name)
    {
        var id = Name("a name");
        var element = New(command, name, command.Text, id.Text);
        Set(element, "id", id.Text, id);
        return element;
    }

    /// <summary>Makes an element at the place of a word.</summary>
    /// <param name="place">The word.</param>
    /// <param name="name">Its name in the CIB.</param>
    /// <param name="shown">What messages call it.</param>
    /// <param name="label">What follows that in messages.</param>
    public static SourceElement New(CrmWord place, string name, string shown, string label = "") =>
        new(name, place.Line, place.Column, SourceStyle.Commands)
        {
            Shown = label.Length > 0 ? $"{shown} {label}" : shown,
        };

    /// <summary>Adds an attribute at the place of a word.</summary>
    public static void Set(SourceElement element, string name, string value, CrmWord place) =>
        element.Add(new SourceAttribute(element, name, value, place.Line, place.Column));

    /// <summary>Takes <c>key=value</c> words as pairs of a set, until a word that is none.</summary>
    public void Pairs(SourceElement set, string shown)
    {
        while (Peek is { Key: not null } word)
        {
            Next();
            if (word.Key is "$id" or "$id-ref")
            {
                continue;
            }

            var pair = new SourceElement("nvpair", word.Line, word.Column, SourceStyle.Commands);
            Set(pair, "name", word.Key!, word);
            Set(pair, "value", word.Value, word);
            var value = pair.Attributes[1].ToString()["value=".Length..];
            pair.Shown = $"{shown} {word.Key}=\"{value}\"";
            set.Add(pair);
        }
    }
}
