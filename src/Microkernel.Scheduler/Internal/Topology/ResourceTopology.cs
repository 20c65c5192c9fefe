namespace Microkernel.Scheduling.Internal;

/// <summary>
/// The configuration as tables. A resource is its position: sorted by priority, then name, members of a group next to
/// each other in the group's order.
/// </summary>
internal sealed class ResourceTopology
{
    public required ResourceDefinition[] Resources { get; init; }

    /// <summary>Group of each resource, or null.</summary>
    public required GroupSpan?[] GroupOf { get; init; }

    /// <summary>Positions of a resource or group by its name.</summary>
    public required Dictionary<string, ResourceSpan> Spans { get; init; }

    /// <summary>Positions of resources alone, by name.</summary>
    public required Dictionary<string, int> Index { get; init; }

    /// <summary>Colocations in which a resource follows, in the order in which they are applied.</summary>
    public required ColocationEdge[][] Following { get; init; }

    /// <summary>Colocations in which a resource is followed, in the order in which their wishes are heard.</summary>
    public required ColocationEdge[][] FollowedBy { get; init; }

    /// <summary>Orders in which a resource is first.</summary>
    public required OrderEdge[][] OrderedBefore { get; init; }

    /// <summary>Orders in which a resource comes after.</summary>
    public required OrderEdge[][] OrderedAfter { get; init; }

    /// <summary>Location scores, sorted by name of the constraint.</summary>
    public required LocationEdge[] Locations { get; init; }

    /// <summary>In which order resources choose their nodes.</summary>
    public required PlacementStep[] PlacementSteps { get; init; }

    /// <summary>What is odd in the configuration itself.</summary>
    public required IReadOnlyList<Notice> Notices { get; init; }
}
