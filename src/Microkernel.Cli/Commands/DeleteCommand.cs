using System.CommandLine;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Failures;
using Microkernel.Cli.Manifests;
using Microkernel.Model;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl delete</c>: forgets what is declared.</summary>
internal sealed class DeleteCommand : ClusterCommand
{
    private readonly Argument<string?> _kind = new("KIND")
    {
        Description = "Kind of the objects.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Argument<string[]> _names = new("NAME")
    {
        Description = "Names of the objects.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string[]> _files = new("--file", "-f")
    {
        Description = "Delete what these manifests declare, in place of KIND and NAME.",
        HelpName = "FILE|DIR|-",
    };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Let the cluster check and change nothing.",
    };

    /// <summary>Creates the command.</summary>
    public DeleteCommand(CommandEnvironment environment)
        : base("delete", "Forget objects, all or none; what a forgotten resource ran is stopped.", environment)
    {
        Add(_kind);
        Add(_names);
        Add(_files);
        Add(_dryRun);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl delete resource web", "Forgets the resource web, after stopping it."),
        ("mkctl delete location web-on-a web-on-b", "Forgets two objects of one kind at once."),
        ("mkctl delete -f web.yaml", "Forgets everything that the file declares."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var request = new DeleteRequest { DryRun = session.Value(_dryRun) };
        request.Objects.Add(References(session));
        var answer = await session.CallAsync(
            $"Deleting {request.Objects.Count} objects",
            (invoker, options) => new ObjectService.ObjectServiceClient(invoker).DeleteAsync(request, options),
            cancellation);
        var names = request.Objects.Select(o => $"{o.Kind}/{o.Name}").ToList();
        var suffix = request.DryRun ? " deleted (dry run)" : " deleted";
        session.Print(answer, names, () => names.ForEach(name => session.Out.WriteLine(name + suffix)));
        return ExitCodes.Ok;
    }

    private List<ObjectReference> References(CommandSession session)
    {
        var (kind, names) = (session.OptionalValue(_kind), session.OptionalValue(_names) ?? []);
        if (session.Value(_files) is { Length: > 0 } files)
        {
            return kind is null
                ? [.. ManifestFiles.Read(session, files).Select(m => m.Object.Reference())]
                : throw CommandFailure.Usage("KIND", kind, "nothing, as -f names the objects");
        }

        if (kind is null || names.Length == 0)
        {
            throw new CommandFailure(
                ExitCodes.Usage, kind is null ? "KIND and NAME, or -f, are missing." : "NAME is missing.",
                "mkctl delete --help");
        }

        var parsed = KindArgument.Parse(kind);
        return [.. names.Select(name => new ObjectReference { Kind = parsed.Name, Name = name })];
    }
}
