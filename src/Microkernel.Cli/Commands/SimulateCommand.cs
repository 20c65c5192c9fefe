using System.Text.Encodings.Web;
using System.Text.Json;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Output;
using Microkernel.Simulation;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl simulate</c>: plays a transition on a saved state, without any cluster.</summary>
internal sealed class SimulateCommand : ClusterCommand
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly CibInput _input = new();

    /// <summary>Creates the command.</summary>
    public SimulateCommand(CommandEnvironment environment)
        : base(
            "simulate",
            "Play what the scheduler would do with a saved state, and show the state after it. Nothing is touched.",
            environment) => _input.AddTo(this);

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl simulate --cib cib.xml", "The transition and the state after it."),
        ("mkctl simulate --cib cib.xml --node-fail vapp1", "What would happen if vapp1 died."),
        ("mkctl simulate --cib cib.xml -o json", "For scripts."),
    ];

    /// <inheritdoc/>
    protected override Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var result = _input.Use(session, CibSimulation.Run);
        switch (session.Format)
        {
            case OutputFormat.Json:
                session.Out.WriteLine(JsonSerializer.Serialize(result, Json));
                break;
            case OutputFormat.Name:
                foreach (var action in result.Actions)
                {
                    session.Out.WriteLine(string.Join('/', new[] { action.Operation, action.Resource, action.Node }
                        .Where(p => p.Length > 0)));
                }

                break;
            default:
                Show(session, result);
                break;
        }

        return Task.FromResult(ExitCodes.Ok);
    }

    private static void Show(CommandSession session, SimulationResult result)
    {
        if (result.Actions.Count == 0)
        {
            session.Out.WriteLine("Nothing to do.");
        }
        else
        {
            var steps = new TextTable("DO", "RESOURCE", "NODE");
            foreach (var action in result.Actions)
            {
                steps.Add(action.Operation, action.Resource, action.Node);
                steps.AddNote(action.Reason, Tone.Faint);
            }

            steps.Write(session.Out, session.Ink, session.TableWidth);
        }

        session.Out.WriteLine();
        var nodes = new TextTable("NODE", "THEN");
        foreach (var (node, state) in result.Nodes)
        {
            nodes.Add(node, state);
        }

        nodes.Write(session.Out, session.Ink, session.TableWidth);
        session.Out.WriteLine();
        var places = new TextTable("RESOURCE", "THEN");
        foreach (var (resource, there) in result.Resources)
        {
            places.Add(resource, there.Count == 0 ? "stopped" : string.Join(", ", there.Select(PlaceOf)));
        }

        places.Write(session.Out, session.Ink, session.TableWidth);
    }

    private static string PlaceOf(SimulatedPlace place) => $"{place.Role} on {place.Node}"
        + (place.Failed ? ", failed" : "") + (place.Managed ? "" : ", unmanaged");
}
