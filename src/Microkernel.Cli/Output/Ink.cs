namespace Microkernel.Cli.Output;

/// <summary>Colours text for a terminal with the SGR sequences of ECMA-48, or leaves it as it is.</summary>
/// <param name="on">Whether to colour.</param>
internal sealed class Ink(bool on)
{
    /// <summary>Returns the text in a tone.</summary>
    public string Paint(string text, Tone tone) =>
        on && tone != Tone.Plain && text.Length > 0 ? $"\u001b[{Code(tone)}m{text}\u001b[0m" : text;

    private static string Code(Tone tone) => tone switch
    {
        Tone.Strong => "1",
        Tone.Faint => "2",
        Tone.Good => "32",
        Tone.Uneasy => "33",
        _ => "1;31",
    };
}
