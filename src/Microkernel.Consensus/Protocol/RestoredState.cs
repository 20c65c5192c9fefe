using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Protocol;

/// <summary>What a member finds on its disk when it starts.</summary>
/// <param name="HardState">The last hard state written.</param>
/// <param name="Snapshot">The newest snapshot; null if there is none.</param>
/// <param name="Entries">The entries behind the snapshot.</param>
internal sealed record RestoredState(HardState HardState, SnapshotMetadata? Snapshot, IReadOnlyList<Entry> Entries)
{
    /// <summary>The first frame of a new cluster's log, the same on each of its first members.</summary>
    public static LogFrame Bootstrap(Configuration configuration) => new()
    {
        HardState = new HardState { Term = 1, Commit = 1 },
        Entries =
        {
            new Entry
            {
                Index = 1,
                Term = 1,
                Configuration = new ConfigurationChange { Bootstrap = configuration },
            },
        },
    };
}
