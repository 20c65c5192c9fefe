using Google.Protobuf.WellKnownTypes;

namespace Microkernel.Cli.Terminals;

/// <summary>Everything around the program that it reads from or writes to.</summary>
internal sealed class Terminal
{
    /// <summary>Columns that are assumed where there is no terminal, and the least that is laid out for.</summary>
    public const int DefaultWidth = 80;

    private const int WidthMax = 200;

    /// <summary>Gets standard input.</summary>
    public required TextReader In { get; init; }

    /// <summary>Gets standard output: results only.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Gets standard error: messages, progress, questions.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Gets whether a person can be asked.</summary>
    public bool InIsTerminal { get; init; }

    /// <summary>Gets whether results are shown to a person.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Gets whether messages are shown to a person.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Gets the columns of the screen, 40 to 200.</summary>
    public int Width { get; init; } = DefaultWidth;

    /// <summary>Gets variables of the environment by name; null for what is not set.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>Gets the clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Gets whether colour may be used at all: see no-color.org.</summary>
    public bool AllowsColor => string.IsNullOrEmpty(Environment("NO_COLOR")) && Environment("TERM") != "dumb";

    /// <summary>Returns a moment in the user's time zone.</summary>
    public DateTimeOffset ToLocal(Timestamp moment) =>
        TimeZoneInfo.ConvertTime(moment.ToDateTimeOffset(), Time.LocalTimeZone);

    /// <summary>Creates the terminal of this process.</summary>
    public static Terminal OfProcess() => new()
    {
        In = Console.In,
        Out = Console.Out,
        Error = Console.Error,
        InIsTerminal = !Console.IsInputRedirected,
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        Width = Console.IsOutputRedirected ? DefaultWidth : WidthOfScreen(),
        Environment = System.Environment.GetEnvironmentVariable,
    };

    private static int WidthOfScreen()
    {
        try
        {
            return Console.WindowWidth is > 0 and var width ? Math.Clamp(width, 40, WidthMax) : DefaultWidth;
        }
        catch (IOException)
        {
            return DefaultWidth;
        }
    }
}
