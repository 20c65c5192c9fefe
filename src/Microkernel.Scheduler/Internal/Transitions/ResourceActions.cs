namespace Microkernel.Scheduling.Internal;

/// <summary>What a transition does with one resource.</summary>
internal sealed class ResourceActions
{
    public static readonly ResourceActions None = new();

    public List<DraftAction> Probes { get; } = [];

    /// <summary>Stops, planned or under way.</summary>
    public List<DraftAction> Stops { get; } = [];

    /// <summary>The start that brings it to its place, planned or under way.</summary>
    public DraftAction? Start { get; set; }

    /// <summary>Fencings that end what it may run on lost nodes.</summary>
    public List<DraftAction> Fences { get; } = [];
}
