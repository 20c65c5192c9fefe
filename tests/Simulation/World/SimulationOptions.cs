using Microkernel.Consensus.Protocol;

namespace Simulation.World;

/// <summary>What a run simulates; all that is not given is drawn from the seed.</summary>
internal sealed record SimulationOptions
{
    public required int Seed { get; init; }

    /// <summary>The voters at the start, 1 to 7; null: drawn.</summary>
    public int? Voters { get; init; }

    /// <summary>The longest pause between faults, in simulated milliseconds; null: drawn.</summary>
    public int? PauseMsMax { get; init; }

    /// <summary>Whether some clocks run at another speed altogether; null: drawn.</summary>
    public bool? WildClocks { get; init; }

    /// <summary>Whether reads may be answered by leases; null: drawn.</summary>
    public bool? Leases { get; init; }

    /// <summary>Bytes of entries in one append message; null: drawn for each member.</summary>
    public int? AppendBytesMax { get; init; }

    /// <summary>How long faults go on, in simulated milliseconds.</summary>
    public int FaultsMs { get; init; } = 8_000;

    /// <summary>How long the cluster may be without a leader once the faults end, in simulated milliseconds.</summary>
    public int LeaderMs { get; init; } = 3_000;

    /// <summary>How long the cluster may take to serve again once the faults end, in simulated milliseconds.</summary>
    public int RecoveryMs { get; init; } = 15_000;

    /// <summary>Keeps a trace; slow.</summary>
    public bool IsTraced { get; init; }

    public PlantedDefects Defects { get; init; }
}
