using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Failures;
using Microkernel.Cli.Output;
using Microkernel.Cli.Tables;
using Microkernel.Model;
using Microkernel.Model.Manifests;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl get</c>: what is declared.</summary>
internal sealed class GetCommand : ClusterCommand
{
    private readonly Argument<string> _kind = new("KIND")
    {
        Description = $"Kind of object, in any case, also as plural: {KindArgument.Names}; or all.",
    };

    private readonly Argument<string[]> _names = new("NAME")
    {
        Description = "Names of objects; without any, all of the kind.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>Creates the command.</summary>
    public GetCommand(CommandEnvironment environment)
        : base("get", "Show declared objects; as YAML or JSON they are manifests that 'apply' takes.", environment)
    {
        Add(_kind);
        Add(_names);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl get resources", "All resources, one a line."),
        ("mkctl get resource web -o yaml > web.yaml", "A manifest to change and to apply again."),
        ("mkctl get all -o yaml > backup.yaml", "Everything declared, without the values of secrets."),
        ("mkctl get nodes -o name", "Names alone, as Node/vapp1."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var kind = KindArgument.ParseOrAll(session.Value(_kind));
        var names = session.OptionalValue(_names) ?? [];
        if (kind is null && names.Length > 0)
        {
            throw CommandFailure.Usage("NAME", names[0], "a KIND before it, not 'all'");
        }

        var objects = names.Length > 0
            ? await GetAsync(session, kind!, names, cancellation)
            : (await session.ReadAsync(
                "Reading",
                (invoker, options) => new ObjectService.ObjectServiceClient(invoker)
                    .ListAsync(new ListRequest { Kind = kind?.Name ?? string.Empty }, options),
                cancellation)).Objects.ToList();
        Print(session, kind, objects, isSingle: names.Length == 1);
        return ExitCodes.Ok;
    }

    private static async Task<List<V1.Object>> GetAsync(
        CommandSession session, Kind kind, string[] names, CancellationToken cancellation)
    {
        var objects = new List<V1.Object>();
        foreach (var name in names)
        {
            var answer = await session.ReadAsync(
                $"Reading {kind}/{name}",
                (invoker, options) => new ObjectService.ObjectServiceClient(invoker)
                    .GetAsync(new GetRequest { Kind = kind.Name, Name = name }, options),
                cancellation);
            objects.Add(answer.Object);
        }

        return objects;
    }

    private static void Print(CommandSession session, Kind? kind, List<V1.Object> objects, bool isSingle)
    {
        switch (session.Format)
        {
            case OutputFormat.Yaml:
                session.Out.Write(ManifestWriter.ToYaml(objects));
                break;
            case OutputFormat.Json:
                session.Out.Write(isSingle ? ManifestWriter.ToJson(objects) : ManifestList.ToJson(objects));
                break;
            case OutputFormat.Name:
                objects.ForEach(o => session.Out.WriteLine(o.Title()));
                break;
            case var _ when objects.Count == 0:
                session.Remark($"There is no {kind?.Name ?? "object"}.");
                break;
            default:
                var now = Timestamp.FromDateTimeOffset(session.Terminal.Time.GetUtcNow());
                ObjectTables.Write(session, objects, now);
                break;
        }
    }
}
