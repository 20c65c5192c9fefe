using Microkernel.V1;

namespace Microkernel.Scheduling.Engine;

/// <summary>What nodes are worth to a resource by one constraint.</summary>
/// <param name="Name">Name of the constraint.</param>
/// <param name="Role">The role that it counts for; unknown: any.</param>
/// <param name="Scores">The nodes that it speaks of.</param>
/// <param name="Discovery">Where it is looked whether the resource runs.</param>
internal sealed record LocationPreference(
    string Name, ResourceRole Role, IReadOnlyList<(Node Node, int Score)> Scores, ResourceDiscovery Discovery);
