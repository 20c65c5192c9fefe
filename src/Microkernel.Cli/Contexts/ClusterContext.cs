using Microkernel.Cli.Connection;

namespace Microkernel.Cli.Contexts;

/// <summary>A cluster that has a name in the file of contexts.</summary>
/// <param name="Servers">Its servers.</param>
/// <param name="Credentials">What is shown to them.</param>
internal sealed record ClusterContext(IReadOnlyList<string> Servers, ClientCredentials Credentials);
