using System.CommandLine;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Failures;
using Microkernel.Cli.Output;
using Microkernel.Conformance;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl driver verify</c>: tests any driver against the driver protocol; asks no cluster.</summary>
internal sealed class DriverVerifyCommand : ClusterCommand
{
    private readonly Argument<string> _socket = new("SOCKET")
    {
        Description = "Socket of an instance that no core uses: DIR/NAME/INSTANCE.sock.",
    };

    private readonly Option<string?> _agent = new("--agent")
    {
        Description = "Agent that may be used: a resource is started and stopped, a device is asked and shot at.",
        HelpName = "NAME",
    };

    private readonly Option<KeyValuePair<string, string>[]> _parameters = OptionValues.Pairs(
        "--parameter", "NAME=VALUE", "Parameter for that agent; may be given several times.");

    /// <summary>Creates the command.</summary>
    public DriverVerifyCommand(CommandEnvironment environment)
        : base("verify", "Test a driver, in any language, against the driver protocol.", environment)
    {
        Add(_socket);
        Add(_agent);
        Add(_parameters);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl driver verify /tmp/d/mine/a.sock", "What can be tested without touching anything."),
        ("mkctl driver verify /tmp/d/ocf/a.sock --agent ocf:heartbeat:Dummy",
            "Also starts, watches and stops a resource of that agent."),
    ];

    /// <inheritdoc/>
    protected override TimeSpan DefaultTimeout => TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var report = new ConformanceReport { Socket = Path.GetFullPath(session.Value(_socket)) };
        if (!File.Exists(report.Socket))
        {
            throw new CommandFailure(ExitCodes.NotFound, $"SOCKET: there is no {report.Socket}.");
        }

        try
        {
            await RunAsync(session, report, cancellation);
        }
        catch (DriverInServiceException e)
        {
            throw new CommandFailure(ExitCodes.Refused, e.Message + ".");
        }
        catch (IOException e)
        {
            throw new CommandFailure(ExitCodes.Unreachable, e.Message + ".", "Is the driver running?");
        }

        if (session.IsForPeople)
        {
            session.Out.WriteLine($"\n{report.Passed} passed, {report.Failed} failed, {report.Skipped} skipped");
        }
        else
        {
            session.Print(report, report.Checks.Select(c => $"{c.Outcome} {c.Section}: {c.Sentence}"), () => { });
        }

        return report.Failed == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private async Task RunAsync(CommandSession session, ConformanceReport report, CancellationToken cancellation)
    {
        var options = new ConformanceOptions
        {
            Agent = session.Value(_agent),
            Parameters = (session.Value(_parameters) ?? []).ToDictionary(),
        };
        var section = "";
        await foreach (var result in ConformanceSuite.RunAsync(report.Socket, options, cancellation))
        {
            Count(report, result);
            if (!session.IsForPeople)
            {
                continue;
            }

            if (section != result.Section)
            {
                session.Out.Write(section.Length > 0 ? "\n" : "");
                session.Out.WriteLine(session.Ink.Paint(result.Section, Tone.Strong));
            }

            section = result.Section;
            Show(session, result);
        }
    }

    private static void Count(ConformanceReport report, CheckResult result)
    {
        var outcome = result.Outcome switch
        {
            CheckOutcome.Passed => ConformanceOutcome.Passed,
            CheckOutcome.Failed => ConformanceOutcome.Failed,
            _ => ConformanceOutcome.Skipped,
        };
        report.Passed += outcome == ConformanceOutcome.Passed ? 1u : 0;
        report.Failed += outcome == ConformanceOutcome.Failed ? 1u : 0;
        report.Skipped += outcome == ConformanceOutcome.Skipped ? 1u : 0;
        report.Checks.Add(new ConformanceCheck
        {
            Section = result.Section,
            Sentence = result.Sentence,
            Outcome = outcome,
            Detail = result.Detail,
        });
    }

    private static void Show(CommandSession session, CheckResult result)
    {
        var (word, tone) = result.Outcome switch
        {
            CheckOutcome.Passed => ("pass", Tone.Good),
            CheckOutcome.Failed => ("FAIL", Tone.Bad),
            _ => ("skip", Tone.Faint),
        };
        session.Out.WriteLine($"  {session.Ink.Paint(word, tone)}  {result.Sentence}");
        if (result.Detail.Length > 0)
        {
            session.Out.WriteLine($"        {SafeText.Line(result.Detail)}");
        }
    }
}
