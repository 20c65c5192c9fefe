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

    /// <summary>How many vote.</summary>
    int Voters { get; }
}
