using Microkernel.Driver.V1;

namespace Microkernel.Driver;

/// <summary>How a shot ended.</summary>
/// <param name="Succeeded">Whether it did what was asked.</param>
/// <param name="Verdict">What is now known of the node; only the device's own word makes it VERIFIED_OFF.</param>
/// <param name="Reason">One sentence for people where it did not succeed.</param>
public sealed record FenceResult(bool Succeeded, FenceVerdict Verdict, string Reason = "")
{
    /// <summary>Whether the node has power; null when the device did not say.</summary>
    public bool? Powered { get; init; }

    /// <summary>For LIST: what the device knows.</summary>
    public IReadOnlyList<string> Ports { get; init; } = [];

    /// <summary>The tool's own exit code, where there is one.</summary>
    public int ExitCode { get; init; }

    /// <summary>Last lines of the tool's output, at most 4 KiB, secrets masked.</summary>
    public string Output { get; init; } = "";
}
