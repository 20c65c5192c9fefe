namespace Microkernel.Scheduling.Engine;

/// <summary>A look whether a resource is active on a node where nobody looked yet.</summary>
/// <param name="Resource">A primitive.</param>
/// <param name="Node">The node.</param>
internal readonly record struct Probe(Resource Resource, Node Node);
