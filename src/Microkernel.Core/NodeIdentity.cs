namespace Microkernel.Core;

/// <summary>Who this core is, from its start to its end.</summary>
/// <param name="Cluster">Name of the cluster.</param>
/// <param name="Node">Name of the node.</param>
/// <param name="Incarnation">Random, new at each start.</param>
/// <param name="CoreEpoch">Raised at each start and persisted.</param>
/// <param name="Version">Version of the software.</param>
/// <param name="BootId">Changes with each boot of the host's kernel.</param>
internal sealed record NodeIdentity(
    string Cluster, string Node, string Incarnation, ulong CoreEpoch, string Version, string BootId);
