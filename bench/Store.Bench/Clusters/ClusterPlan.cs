namespace Store.Bench.Clusters;

/// <summary>How a cluster is to be started.</summary>
/// <param name="Directory">Where the members keep their data.</param>
/// <param name="Members">How many there are.</param>
/// <param name="Heartbeat">Time between two messages of an idle leader.</param>
/// <param name="Election">Silence of the leader before an election, up to twice that.</param>
/// <param name="KeepLog">Whether the log is kept whole instead of being replaced by snapshots.</param>
internal sealed record ClusterPlan(
    string Directory, int Members, TimeSpan Heartbeat, TimeSpan Election, bool KeepLog = false)
{
    /// <summary>Returns three members with etcd's default timing.</summary>
    public static ClusterPlan Default(string directory) =>
        new(directory, 3, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1));
}
