namespace Microkernel.Scheduling.Engine;

/// <summary>What a resource is on a node, or shall be; higher ones need the lower ones.</summary>
internal enum ResourceRole
{
    /// <summary>Not known, or not asked for.</summary>
    Unknown,

    /// <summary>Not active.</summary>
    Stopped,

    /// <summary>Active.</summary>
    Started,

    /// <summary>Active instance of a promotable clone, not promoted.</summary>
    Unpromoted,

    /// <summary>Promoted.</summary>
    Promoted,
}
