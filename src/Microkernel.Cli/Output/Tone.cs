namespace Microkernel.Cli.Output;

/// <summary>What a piece of text means to the eye.</summary>
internal enum Tone
{
    /// <summary>Nothing special.</summary>
    Plain,

    /// <summary>Titles.</summary>
    Strong,

    /// <summary>Less important.</summary>
    Faint,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Under way, or to be looked at.</summary>
    Uneasy,

    /// <summary>Wrong.</summary>
    Bad,
}
