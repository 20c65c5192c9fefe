namespace Microkernel.Core.Drivers;

/// <summary>What this core tells drivers of itself.</summary>
/// <param name="Cluster">Name of the cluster.</param>
/// <param name="Node">Name of this node.</param>
/// <param name="CoreEpoch">Raised at each start of the core.</param>
/// <param name="CoreVersion">Version of the core's software.</param>
internal sealed record DriverIdentity(string Cluster, string Node, ulong CoreEpoch, string CoreVersion);
