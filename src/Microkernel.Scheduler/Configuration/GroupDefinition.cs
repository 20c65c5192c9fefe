namespace Microkernel.Scheduling;

/// <summary>Resources that run on one node together, started in this order and stopped in reverse.</summary>
/// <param name="Name">Name, unique among resources and groups.</param>
/// <param name="Members">Names of its resources, in order.</param>
/// <param name="Priority">Higher ones choose their node first.</param>
public sealed record GroupDefinition(string Name, IReadOnlyList<string> Members, int Priority = 0);
