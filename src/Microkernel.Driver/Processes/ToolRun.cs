namespace Microkernel.Driver;

/// <summary>One run of a program: what to start, with what, and what of its output to keep.</summary>
public sealed class ToolRun
{
    /// <summary>Most bytes of standard output that are kept when it is kept apart.</summary>
    public const int StandardOutputBytesMax = 1 << 20;

    /// <summary>Absolute path of the program; no shell and no search path come between.</summary>
    public required string Path { get; init; }

    /// <summary>Arguments after the program's own name. Never a secret: every user of the host can read them.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The whole environment; nothing of the driver's own is passed on.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = ToolEnvironment.Minimal;

    /// <summary>Text for standard input, which is then closed; null means /dev/null.</summary>
    public string? Input { get; init; }

    /// <summary>Where it runs; the root folder by default, so that a daemon keeps no file system busy.</summary>
    public string WorkingDirectory { get; init; } = "/";

    /// <summary>Whether standard output is kept apart, for programs whose output is data.</summary>
    public bool SeparateOutput { get; init; }

    /// <summary>
    /// Whether it, and the daemons that it starts, ignore SIGPIPE, as under systemd: a daemon that writes to the output
    /// it inherited then outlives this driver. Scripts that rely on SIGPIPE to end a pipeline see errors instead.
    /// </summary>
    public bool IgnoreBrokenPipe { get; init; }

    /// <summary>Values that are masked in what is kept of the output.</summary>
    public IEnumerable<string> Secrets { get; init; } = [];
}
