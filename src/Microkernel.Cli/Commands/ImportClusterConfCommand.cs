using System.CommandLine;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Failures;
using Microkernel.Cli.Manifests;
using Microkernel.Cli.Output;
using Microkernel.Import;
using Microkernel.Model;
using Microkernel.Model.Manifests;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl import cluster-conf</c>: turns the Red Hat Cluster Suite's file into manifests.</summary>
internal sealed class ImportClusterConfCommand : ClusterCommand
{
    private readonly Argument<string> _file = new("FILE")
    {
        Description = "The cluster.conf, or - for standard input.",
    };

    private readonly Option<bool> _apply = new("--apply") { Description = "Apply what was imported, all or none." };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "With --apply: let the cluster check everything and change nothing.",
    };

    private readonly Option<KeyValuePair<string, string>[]> _fenceAgents = OptionValues.Pairs(
        "--fence-agent", "OLD=NEW", "Use the fence agent NEW where the file says OLD; may be given several times.");

    private readonly Option<bool> _withSecrets = new("--with-secrets")
    {
        Description = "Print the values of secrets too; without it they are left out. --apply always applies them.",
    };

    /// <summary>Creates the command.</summary>
    public ImportClusterConfCommand(CommandEnvironment environment)
        : base(
            "cluster-conf",
            "Turn a cluster.conf of the Red Hat Cluster Suite into manifests, on standard output. What became of each "
            + "element and attribute is told on standard error.",
            environment)
    {
        Add(_file);
        Add(_apply);
        Add(_dryRun);
        Add(_fenceAgents);
        Add(_withSecrets);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl import cluster-conf /etc/cluster/cluster.conf > site.yaml", "Manifests to read and to change."),
        ("mkctl import cluster-conf cluster.conf --apply --dry-run", "Whether this cluster would take them."),
        ("mkctl import cluster-conf c.conf --fence-agent fence_manual=fence_ipmilan", "Replaces a fence agent."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var (apply, dryRun) = (session.Value(_apply), session.Value(_dryRun));
        if (dryRun && !apply)
        {
            throw CommandFailure.Usage("--dry-run", null, "needs --apply: without it nothing is changed anyway");
        }

        var result = Import(session);
        session.Terminal.Error.Write(SafeText.Lines(result.ToText()));
        if (!result.Succeeded)
        {
            throw new CommandFailure(
                ExitCodes.Refused, "The file cannot be imported as it is; nothing was sent.",
                "Mend the lines that the report calls errors, and import again.");
        }

        if (!apply)
        {
            Print(session, result);
            return ExitCodes.Ok;
        }

        var manifests = result.Objects
            .Select(o => new Manifest(o, null, 0, new Dictionary<string, (int Line, int Column)>())).ToList();
        var answer = await ManifestApplier.ApplyAsync(session, manifests, dryRun, cancellation);
        session.Print(
            answer, ManifestApplier.Names(answer), () => ManifestApplier.Show(session, session.Out, answer, dryRun));
        return ExitCodes.Ok;
    }

    private static CommentedObject WithoutValues(CommentedObject manifest) =>
        manifest.Object.SpecCase == V1.Object.SpecOneofCase.Secret
            ? new CommentedObject(
                Redaction.WithoutSecrets(manifest.Object),
                [.. manifest.Head.Take(1), "The values are left out: --with-secrets prints them."])
            : manifest;

    private ImportResult Import(CommandSession session)
    {
        var options = new ImportOptions
        {
            Format = ImportFormat.ClusterConf,
            FenceAgents = (session.Value(_fenceAgents) ?? []).ToDictionary(),
        };
        var file = session.Value(_file);
        if (file == "-")
        {
            return Importer.Import(session.Terminal.In.ReadToEnd(), "stdin", options);
        }

        return File.Exists(file)
            ? Importer.ImportFile(file, options)
            : throw CommandFailure.Usage("FILE", file, "a file, or - for standard input");
    }

    private void Print(CommandSession session, ImportResult result)
    {
        var hidden = !session.Value(_withSecrets)
            && result.Objects.Any(o => o.SpecCase == V1.Object.SpecOneofCase.Secret);
        var manifests = hidden
            ? [.. result.Manifests.Select(WithoutValues)]
            : result.Manifests;
        switch (session.Format)
        {
            case OutputFormat.Json:
                session.Out.Write(Tables.ManifestList.ToJson(manifests.Select(m => m.Object)));
                break;
            case OutputFormat.Name:
                manifests.ToList().ForEach(m => session.Out.WriteLine(m.Object.Title()));
                break;
            default:
                session.Out.Write(ManifestWriter.ToYaml(manifests));
                break;
        }

        if (hidden)
        {
            session.Remark(
                "note: the values of secrets are left out; --with-secrets prints them, --apply applies them.",
                Tone.Uneasy);
        }
    }
}
