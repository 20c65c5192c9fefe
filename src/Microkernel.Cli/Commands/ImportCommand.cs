using System.CommandLine;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Failures;
using Microkernel.Cli.Manifests;
using Microkernel.Cli.Output;
using Microkernel.Import;
using Microkernel.Model;
using Microkernel.Model.Manifests;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl import</c>: turns the files of another cluster into manifests.</summary>
internal sealed class ImportCommand : ClusterCommand
{
    private readonly Argument<string[]> _paths = new("PATH")
    {
        Description = "Files of one cluster, folders with its files (a folder within, named as a host, has that host's),"
            + " or - for standard input. The format of each is seen from what is in it.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _apply = new("--apply") { Description = "Apply what was imported, all or none." };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "With --apply: let the cluster check everything and change nothing.",
    };

    private readonly Option<KeyValuePair<string, string>[]> _fenceAgents = OptionValues.Pairs(
        "--fence-agent", "OLD=NEW", "Use the fence agent NEW where the file says OLD; may be given several times.");

    private readonly Option<KeyValuePair<string, string>[]> _resourceAgents = OptionValues.Pairs(
        "--resource-agent", "OLD=NEW", "Use the resource agent NEW (as ocf:pacemaker:ping) where the files say OLD.");

    private readonly Option<bool> _withSecrets = new("--with-secrets")
    {
        Description = "Print the values of secrets too; without it they are left out. --apply always applies them.",
    };

    private readonly Option<bool> _withStatus = new("--with-status")
    {
        Description = "Of a CIB read the state too: attributes of nodes, and what ran where, for the report.",
    };

    /// <summary>Creates the command.</summary>
    public ImportCommand(CommandEnvironment environment)
        : base(
            "import",
            "Turn the configuration of another cluster into manifests, on standard output: cluster.conf, corosync.conf, "
            + "openais.conf, CIB XML, crm shell, drbd.conf, ifcfg-*, multipath.conf, targets.conf, iscsid.conf. What "
            + "became of each line is told on standard error.",
            environment)
    {
        Add(_paths);
        Add(_apply);
        Add(_dryRun);
        Add(_fenceAgents);
        Add(_resourceAgents);
        Add(_withSecrets);
        Add(_withStatus);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl import /etc/cluster/cluster.conf > site.yaml", "Manifests to read and to change."),
        ("mkctl import site/", "A whole cluster: site/node1/etc/..., site/node2/etc/..."),
        ("mkctl import cib.xml drbd.conf --apply --dry-run", "Whether this cluster would take them."),
        ("mkctl import c.conf --fence-agent fence_manual=fence_ipmilan", "Replaces a fence agent."),
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
                ExitCodes.Refused, "It cannot be imported as it is; nothing was sent.",
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
            WithStatus = session.Value(_withStatus),
            ResourceAgents = (session.Value(_resourceAgents) ?? []).ToDictionary(),
            FenceAgents = (session.Value(_fenceAgents) ?? []).ToDictionary(),
        };
        var paths = session.Value(_paths) ?? [];
        if (paths is ["-"])
        {
            return Importer.Import(session.Terminal.In.ReadToEnd(), "stdin", options);
        }

        return paths.FirstOrDefault(p => !File.Exists(p) && !Directory.Exists(p)) is { } missing
            ? throw CommandFailure.Usage("PATH", missing, "files and folders, or - alone for standard input")
            : Importer.ImportPaths(paths, options);
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
