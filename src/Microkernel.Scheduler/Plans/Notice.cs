namespace Microkernel.Scheduling;

/// <summary>Something that an operator should know of a plan.</summary>
/// <param name="Kind">How it affects the plan.</param>
/// <param name="Code">A stable name, as "fencing-off".</param>
/// <param name="Resource">The resource that it is about, or null.</param>
/// <param name="Node">The node that it is about, or null.</param>
/// <param name="Message">One sentence for people.</param>
public sealed record Notice(NoticeKind Kind, string Code, string? Resource, string? Node, string Message);

/// <summary>How a notice affects the plan.</summary>
public enum NoticeKind
{
    /// <summary>It will surprise.</summary>
    Warning,

    /// <summary>Something wanted is not done until something else happens.</summary>
    Blocked,
}
