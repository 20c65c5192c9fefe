namespace Microkernel.Store.Elections;

/// <summary>Who stands for election, where and how.</summary>
public sealed class LeaderElectionOptions
{
    /// <summary>Gets or sets the key that the leader holds; the same for all candidates.</summary>
    public string Key { get; set; } = "";

    /// <summary>Gets or sets the name of this candidate; unlike any other's.</summary>
    public string Candidate { get; set; } = "";

    /// <summary>
    /// Gets or sets how long a leader that is gone keeps its key, in whole seconds from 1 to 60; etcd lengthens it to one
    /// and a half of its election time. Default 2 seconds.
    /// </summary>
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Gets or sets how long this candidate lets others go first when nobody leads; 0 to 1 minute. Default 0.
    /// </summary>
    public TimeSpan Patience { get; set; }
}
