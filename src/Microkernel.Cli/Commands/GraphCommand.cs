using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Failures;
using Microkernel.Simulation;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl graph</c>: draws a transition.</summary>
internal sealed class GraphCommand : ClusterCommand
{
    private const string Program = "dot";
    private static readonly TimeSpan DrawingTimeout = TimeSpan.FromSeconds(60);

    private readonly CibInput _input = new();
    private readonly Option<bool> _svg = new("--svg") { Description = "Draw it as SVG, by Graphviz' dot." };

    /// <summary>Creates the command.</summary>
    public GraphCommand(CommandEnvironment environment)
        : base("graph", "Draw the transition: steps and what they wait for, in Graphviz' language.", environment)
    {
        Add(_svg);
        _input.AddTo(this);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl graph --cib cib.xml --svg > plan.svg", "A picture."),
        ("mkctl graph --cib cib.xml --node-fail vapp1", "In DOT, what a failure would lead to."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var dot = ToDot(_input.Use(session, CibSimulation.Plan));
        session.Out.Write(session.Value(_svg) ? await DrawAsync(dot, cancellation) : dot);
        return ExitCodes.Ok;
    }

    private static string ToDot(PlannedTransition plan)
    {
        var text = new StringBuilder(
            "digraph transition {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n");
        foreach (var step in plan.Steps)
        {
            var label = string.Join(' ', new[] { step.Operation, step.Resource, step.Node }.Where(p => p.Length > 0));
            var style = step.IsMark ? ", style=dashed, color=gray" : "";
            text.Append(null, $"  s{step.Number} [label={Quote(label)}, tooltip={Quote(step.Reason)}{style}];\n");
        }

        foreach (var step in plan.Steps)
        {
            foreach (var before in step.After.Distinct())
            {
                text.Append(null, $"  s{before} -> s{step.Number};\n");
            }
        }

        return text.Append("}\n").ToString();
    }

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static async Task<string> DrawAsync(string dot, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(DrawingTimeout);
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Program, ["-Tsvg"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.StandardInput.WriteAsync(dot.AsMemory(), limit.Token);
            process.StandardInput.Close();
            try
            {
                return await output;
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
        catch (Win32Exception)
        {
            throw new CommandFailure(ExitCodes.Failed, "Graphviz' dot is not installed here.",
                "Install the package graphviz, or leave out --svg and draw the DOT elsewhere.");
        }
    }
}
