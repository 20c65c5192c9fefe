using Microkernel.Cli.Failures;
using Microkernel.Security;

namespace Microkernel.Cli.Founding;

/// <summary>Where a node's configuration goes on this host.</summary>
/// <param name="ConfigurationFile">Settings of its core.</param>
/// <param name="Pki">Keys and certificates.</param>
internal sealed record NodeSetup(string ConfigurationFile, PkiDirectory Pki)
{
    /// <summary>Where the core's settings are, unless somebody says otherwise.</summary>
    public const string DefaultFile = "/etc/microkernel/microkerneld.yaml";

    /// <summary>Refuses to go over what is there.</summary>
    /// <exception cref="CommandFailure">This host belongs to a cluster.</exception>
    public void CheckFree(bool force)
    {
        var existing = new[] { ConfigurationFile, Pki.Node }.FirstOrDefault(File.Exists);
        if (existing is not null && !force)
        {
            throw new CommandFailure(
                ExitCodes.Refused, $"{existing} exists: this host belongs to a cluster.",
                "Let it leave with 'mkctl leave', then repeat with --force, which replaces its keys and settings.");
        }
    }

    /// <summary>Writes the settings of the core.</summary>
    /// <param name="cluster">Name of the cluster.</param>
    /// <param name="node">Name of the node.</param>
    /// <param name="members">All members, <c>name=ID@host:port</c>.</param>
    /// <param name="joins">Whether the cluster runs already.</param>
    /// <param name="listen">Where the core listens; null for its default.</param>
    public void WriteConfiguration(
        string cluster, string node, IEnumerable<string> members, bool joins, string? listen)
    {
        var lines = new List<string>
        {
            "# Settings of microkerneld: see 'microkerneld --help'.",
            $"cluster: {cluster}",
            $"node: {node}",
        };
        if (listen is not null)
        {
            lines.Add($"listen: '{listen}'");
        }

        if (Pki.Path != PkiDirectory.Default)
        {
            lines.Add($"pki-dir: {Pki.Path}");
        }

        if (joins)
        {
            lines.Add("join-existing: true");
        }

        lines.Add("initial-cluster:");
        lines.AddRange(members.Select(member => $"  - '{member}'"));
        PemFiles.WritePublic(ConfigurationFile, string.Join('\n', lines) + "\n");
    }
}
