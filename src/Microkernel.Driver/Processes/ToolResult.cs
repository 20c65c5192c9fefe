namespace Microkernel.Driver;

/// <summary>How a run of a program ended.</summary>
public sealed class ToolResult
{
    /// <summary>Exit code; 128 and the signal's number when a signal ended it, -1 when nobody can tell.</summary>
    public required int ExitCode { get; init; }

    /// <summary>Whether it was ended because its time was up.</summary>
    public required bool TimedOut { get; init; }

    /// <summary>Number of the signal that ended it; 0 when it ended by itself.</summary>
    public int Signal { get; init; }

    /// <summary>Whether it still runs: it was killed, but hangs in the kernel.</summary>
    public bool Lingers { get; init; }

    /// <summary>Last lines of its output, at most 4 KiB, secrets masked.</summary>
    public string Output { get; init; } = "";

    /// <summary>Standard output when it was kept apart; not masked, since it is data.</summary>
    public string StandardOutput { get; init; } = "";

    /// <summary>Whether standard output was longer than what is kept.</summary>
    public bool StandardOutputCut { get; init; }

    /// <summary>How it ended, for people.</summary>
    public string Ending => (TimedOut, Lingers, Signal) switch
    {
        (true, true, _) => "was out of time, was killed, and hangs in the kernel",
        (true, _, _) => "was out of time and was killed",
        (_, _, > 0) => $"was ended by signal {Signal}",
        _ => $"exited with {ExitCode}",
    };
}
