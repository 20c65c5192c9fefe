using System.Text.Json.Serialization;

namespace Microkernel.Simulation;

/// <summary>The state that a transition leads to, and the transition.</summary>
/// <param name="Nodes">How each node stands: online, standby, offline, maintenance or unclean.</param>
/// <param name="Fenced">Nodes that were fenced, sorted by name.</param>
/// <param name="Resources">Where each primitive is active; instances of a clone under the primitive's name.</param>
/// <param name="Actions">What was done, in an order in which it can be done.</param>
public sealed record SimulationResult(
    [property: JsonPropertyName("nodes")] SortedDictionary<string, string> Nodes,
    [property: JsonPropertyName("fenced")] IReadOnlyList<string> Fenced,
    [property: JsonPropertyName("resources")] SortedDictionary<string, IReadOnlyList<SimulatedPlace>> Resources,
    [property: JsonPropertyName("actions")] IReadOnlyList<SimulatedAction> Actions);

/// <summary>A node that a resource is active on.</summary>
/// <param name="Node">The node.</param>
/// <param name="Role">Started, Promoted or Unpromoted.</param>
/// <param name="Failed">Whether a failure is not mended.</param>
/// <param name="Managed">Whether the cluster acts on it.</param>
public sealed record SimulatedPlace(
    [property: JsonPropertyName("node")] string Node,
    [property: JsonPropertyName("role")] string Role,
    [property: JsonPropertyName("failed")] bool Failed,
    [property: JsonPropertyName("managed")] bool Managed);

/// <summary>Something that was done.</summary>
/// <param name="Operation">As "start", "stop", "promote", "demote", "monitor", "migrate_to" or "fence".</param>
/// <param name="Resource">The primitive; empty for what is done to a node.</param>
/// <param name="Node">The node.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record SimulatedAction(
    [property: JsonPropertyName("op")] string Operation,
    [property: JsonPropertyName("resource")] string Resource,
    [property: JsonPropertyName("node")] string Node,
    [property: JsonPropertyName("reason")] string Reason);
