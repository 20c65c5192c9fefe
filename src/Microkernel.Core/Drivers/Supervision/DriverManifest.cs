namespace Microkernel.Core.Drivers.Supervision;

/// <summary>A driver that the core starts and watches over, as <c>NAME.yaml</c> in the manifest directory
/// says.</summary>
internal sealed record DriverManifest
{
    /// <summary>Name of the driver; the file's without its ending.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The program, or a folder with one folder a version: <c>PROGRAM/1.2.0/</c> holds the program of that version,
    /// <c>microkernel-driver-NAME</c>.
    /// </summary>
    public required string Program { get; init; }

    /// <summary>More arguments; <c>--driver-dir</c> and <c>--instance</c> are given by the core.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Environment, beside PATH and LANG.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Wait before the first restart; 10 ms to 1 h, default 100 ms. Doubles with each further one.</summary>
    public TimeSpan RestartMin { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest wait before a restart; default 30 s. A driver that ran that long begins anew with the
    /// shortest.</summary>
    public TimeSpan RestartMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A process that lives and does not answer for so long is killed and started again; default 30
    /// s.</summary>
    public TimeSpan Unresponsive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a newer version is swapped in by itself; default true.</summary>
    public bool SwapsByItself { get; init; } = true;

    /// <summary>Memory limit in bytes (memory.max); null for none.</summary>
    public long? MemoryBytesMax { get; init; }

    /// <summary>Processors' worth of time (cpu.max), as 0.5; null for none.</summary>
    public double? ProcessorsMax { get; init; }

    /// <summary>Processes and threads (pids.max); null for none.</summary>
    public int? ProcessesMax { get; init; }

    /// <summary>Whether any limit is set.</summary>
    public bool HasLimits => MemoryBytesMax is not null || ProcessorsMax is not null || ProcessesMax is not null;

    /// <summary>Whether both start the same process in the same way.</summary>
    public bool StartsLike(DriverManifest other) =>
        Program == other.Program && Arguments.SequenceEqual(other.Arguments) &&
        Environment.OrderBy(pair => pair.Key).SequenceEqual(other.Environment.OrderBy(pair => pair.Key));
}
