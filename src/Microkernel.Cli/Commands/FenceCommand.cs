using System.CommandLine;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Failures;
using Microkernel.Model;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl fence</c>: takes a node's power or storage away, now.</summary>
internal sealed class FenceCommand : ClusterCommand
{
    private readonly Argument<string> _node = new("NODE") { Description = "Node to fence." };

    private readonly Option<bool> _yes = new("--yes", "-y")
    {
        Description = "Do not ask; needed where there is no terminal.",
    };

    private readonly Option<string?> _reason = new("--reason")
    {
        Description = "Why, for the record.",
        HelpName = "TEXT",
    };

    /// <summary>Creates the command.</summary>
    public FenceCommand(CommandEnvironment environment)
        : base("fence", "Fence a node now, and wait until it is verified off.", environment)
    {
        Add(_node);
        Add(_yes);
        Add(_reason);
        Add(new FenceConfirmCommand(environment));
        Add(new FenceHistoryCommand(environment));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl fence vapp2", "Asks, fences, and waits until a device has verified that vapp2 is off."),
        ("mkctl fence vapp2 --yes --reason 'hangs on I/O'", "Without a question, for scripts."),
        ("mkctl fence history", "What was fenced before, when, why, by which device."),
        ("mkctl fence confirm vapp2", "When no device can tell and you have seen that vapp2 is off."),
    ];

    /// <inheritdoc/>
    protected override TimeSpan DefaultTimeout => TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var request = new FenceRequest
        {
            Node = session.Value(_node),
            Reason = session.Value(_reason) ?? string.Empty,
        };
        if (!session.Value(_yes) && !Question.Confirms(
            session, $"{request.Node} loses its power or storage at once. Fence it? [y/N] ", "y", "--yes"))
        {
            session.Remark("Nothing was done.");
            return ExitCodes.Failed;
        }

        var answer = await FenceAsync(session, request, cancellation);
        session.Print(
            answer, [$"Node/{request.Node}"],
            () => session.Out.WriteLine(
                $"{request.Node} is fenced: {answer.Device} verified it off"
                + (answer.Duration is { } took ? $" in {DurationText.Format(Rounded(took.ToTimeSpan()))}." : ".")));
        return ExitCodes.Ok;
    }

    private static async Task<FenceResponse> FenceAsync(
        CommandSession session, FenceRequest request, CancellationToken cancellation)
    {
        try
        {
            return await session.CallAsync(
                $"Fencing {request.Node}",
                (invoker, options) => new OperationService.OperationServiceClient(invoker).FenceAsync(request, options),
                cancellation);
        }
        catch (CommandFailure e) when (e.ExitCode == ExitCodes.Conflict)
        {
            throw new CommandFailure(
                ExitCodes.Failed, e.Message,
                $"Look at the fence devices. If you have seen that it is off: mkctl fence confirm {request.Node}",
                e.Details);
        }
        catch (CommandFailure e) when (e.ExitCode == ExitCodes.Refused)
        {
            throw new CommandFailure(
                e.ExitCode, e.Message,
                $"Declare a FenceDevice and a FencingLevel for it, or switch it off by hand and say: "
                + $"mkctl fence confirm {request.Node}",
                e.Details);
        }
    }

    private static TimeSpan Rounded(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Round(time.TotalMilliseconds));
}
