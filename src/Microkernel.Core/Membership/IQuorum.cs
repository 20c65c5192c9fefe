namespace Microkernel.Core.Membership;

/// <summary>What this node knows of the group that decides.</summary>
internal interface IQuorum
{
    /// <summary>Any of the facts below changed.</summary>
    event Action? Changed;

    /// <summary>Whether this node is in touch with a quorum now.</summary>
    bool HasQuorum { get; }

    /// <summary>Whether this node leads.</summary>
    bool IsLeader { get; }

    /// <summary>Term of the leader, or the highest seen.</summary>
    ulong Term { get; }

    /// <summary>Name of the leader; empty when there is none.</summary>
    string Leader { get; }

    /// <summary>How long ago a node's core last answered this leader; null when it never has.</summary>
    TimeSpan? SinceAnswer(string node);

    /// <summary>Has another node lead instead of this one.</summary>
    Task HandOverAsync(string node, CancellationToken ct);

    /// <summary>How many vote.</summary>
    int Voters { get; }
}
