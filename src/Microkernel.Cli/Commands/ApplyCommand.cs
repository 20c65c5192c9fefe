using System.CommandLine;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Manifests;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl apply</c>: makes or changes what is declared.</summary>
internal sealed class ApplyCommand : ClusterCommand
{
    private readonly Option<string[]> _files = new("--file", "-f")
    {
        Description = "A manifest, a folder of manifests (*.yaml, *.yml, *.json), or - for standard input.",
        HelpName = "FILE|DIR|-",
        Required = true,
    };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Let the cluster check everything and change nothing.",
    };

    /// <summary>Creates the command.</summary>
    public ApplyCommand(CommandEnvironment environment)
        : base("apply", "Make or change objects, all or none.", environment)
    {
        Add(_files);
        Add(_dryRun);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl apply -f web.yaml", "Makes or changes what the file declares."),
        ("mkctl apply -f site/ --dry-run", "Checks every manifest of a folder against the cluster."),
        ("mkctl get group web -o yaml | sed s/Started/Stopped/ | mkctl apply -f -", "Reads, changes, applies."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var manifests = ManifestFiles.Read(session, session.Value(_files) ?? []);
        var dryRun = session.Value(_dryRun);
        var answer = await ManifestApplier.ApplyAsync(session, manifests, dryRun, cancellation);
        session.Print(
            answer, ManifestApplier.Names(answer),
            () => ManifestApplier.Show(session, session.Out, answer, dryRun));
        return ExitCodes.Ok;
    }
}
