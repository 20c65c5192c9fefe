using System.Reflection;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Failures;
using Microkernel.Cli.Output;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl version</c>: this program's version, and those of the nodes where they can be asked.</summary>
internal sealed class VersionCommand(CommandEnvironment environment)
    : ClusterCommand("version", "Show the versions of mkctl and of the nodes.", environment)
{
    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl version", "Also works where no server can be reached."),
    ];

    private static string Own =>
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var (status, unreachable) = await AskAsync(session, cancellation);
        var nodes = (status?.Nodes ?? [])
            .Select(n => (n.Name, Version: n.Version.Length > 0 ? n.Version : "unknown")).ToList();
        switch (session.Format)
        {
            case OutputFormat.Json:
                session.Out.WriteLine(VersionJson.Of(Own, nodes));
                break;
            case OutputFormat.Yaml:
                session.Out.WriteLine($"mkctl: {Own}");
                session.Out.WriteLine(nodes.Count == 0 ? "nodes: {}" : "nodes:");
                nodes.ForEach(n => session.Out.WriteLine($"  {n.Name}: {n.Version}"));
                break;
            case OutputFormat.Name:
                session.Out.WriteLine(Own);
                break;
            default:
                var table = new TextTable("PROGRAM", "VERSION");
                table.Add("mkctl", Own);
                nodes.ForEach(n => table.Add($"microkerneld on {n.Name}", n.Version));
                table.Write(session.Out, session.Ink, session.TableWidth);
                break;
        }

        if (unreachable is not null)
        {
            session.Remark($"{unreachable.Message} {string.Join("; ", unreachable.Details)}", Tone.Uneasy);
        }

        return ExitCodes.Ok;
    }

    private static async Task<(GetStatusResponse? Status, CommandFailure? Failure)> AskAsync(
        CommandSession session, CancellationToken cancellation)
    {
        try
        {
            return (await session.ReadAsync(
                "Asking for versions",
                (invoker, options) =>
                    new ClusterService.ClusterServiceClient(invoker).GetStatusAsync(new GetStatusRequest(), options),
                cancellation), null);
        }
        catch (CommandFailure e) when (e.ExitCode is ExitCodes.Unreachable or ExitCodes.Timeout)
        {
            return (null, e);
        }
    }
}
