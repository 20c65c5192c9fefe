namespace Microkernel.Scheduling;

/// <summary>Where a resource shall run.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Node">The node; null: nowhere.</param>
/// <param name="Reason">One sentence for people.</param>
public sealed record Placement(string Resource, string? Node, string Reason);
