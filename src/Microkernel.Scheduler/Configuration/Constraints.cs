namespace Microkernel.Scheduling;

/// <summary>How much a resource or group likes a node.</summary>
/// <param name="Name">Name of the constraint.</param>
/// <param name="Resource">The resource or group.</param>
/// <param name="Node">The node.</param>
/// <param name="Score">-1,000,000 (-INFINITY, never) to 1,000,000 (INFINITY).</param>
public sealed record LocationConstraint(string Name, string Resource, string Node, int Score);

/// <summary>How much a resource or group likes to run where another one runs; the other chooses first.</summary>
/// <param name="Name">Name of the constraint.</param>
/// <param name="Resource">The one that follows.</param>
/// <param name="With">The one that is followed.</param>
/// <param name="Score">INFINITY: only together. -INFINITY: never together. Between: a preference.</param>
public sealed record ColocationConstraint(string Name, string Resource, string With, int Score);

/// <summary>What starts before what.</summary>
/// <param name="Name">Name of the constraint.</param>
/// <param name="First">Starts first.</param>
/// <param name="Then">Starts after.</param>
/// <param name="Mandatory">Whether <paramref name="Then"/> runs only while <paramref name="First"/> does; otherwise the
/// order counts only where both act in one transition.</param>
/// <param name="Symmetrical">Whether stops go the other way round.</param>
public sealed record OrderConstraint(
    string Name, string First, string Then, bool Mandatory = true, bool Symmetrical = true);
