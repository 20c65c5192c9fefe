namespace Microkernel.Cli.Connection;

/// <summary>Which cluster is meant and how to show who asks.</summary>
/// <param name="Servers">Its servers, in the order in which they are tried.</param>
/// <param name="Credentials">What the context says of certificates; empty without context.</param>
internal sealed record ClusterTarget(IReadOnlyList<ServerAddress> Servers, ClientCredentials Credentials);
