using Microkernel.EndToEnd.Topology;

namespace Microkernel.EndToEnd;

/// <summary>Says what lab to build, and where.</summary>
public sealed record LabOptions
{
    /// <summary>Gets the networks and hosts. Default: <see cref="LabTopology.Demo"/>.</summary>
    public LabTopology Topology { get; init; } = LabTopology.Demo;

    /// <summary>Gets the folder for disks, logs and sockets. Default: a new one below <c>artifacts/lab</c>.</summary>
    public string Directory { get; init; } =
        Path.Combine(LabPaths.Repository, "artifacts", "lab", $"{Guid.NewGuid():N}"[..8]);

    /// <summary>Gets whether the lab outlives this process, until <c>lab down</c>. Default: false.</summary>
    public bool Detached { get; init; }

    /// <summary>Gets whether the folder is kept when the lab ends, for its logs. Default: false.</summary>
    public bool KeepDirectory { get; init; }

    /// <summary>Gets whether to work without being root. Default: true unless this process is root.</summary>
    public bool UserNamespace { get; init; } = !Environment.IsPrivilegedProcess;
}
