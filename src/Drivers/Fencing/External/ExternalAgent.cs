using Microkernel.Driver;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Fencing;

/// <summary>
/// A fence agent of the Linux-HA STONITH kind. It cannot be asked whether one node has power, so what it says of its own
/// work is passed on as unverified: whether that is proof is for the device's declaration to say.
/// </summary>
internal sealed class ExternalAgent(string name, ExternalProgram program) : IFenceAgent
{
    public string Name => name;

    public ValueTask<Agent> DescribeAsync(CancellationToken cancellationToken) =>
        program.DescribeAsync(cancellationToken);

    public async Task<FenceResult> FenceAsync(FenceOperation operation, CancellationToken cancellationToken)
    {
        if (Word(operation.Action) is not { } word)
            return new FenceResult(
                false, FenceVerdict.Refused, $"{name}: such agents cannot tell whether one node is on or off");
        try
        {
            var reply = await program.RunAsync(
                word, operation.Node, operation.Parameters, cancellationToken);
            return Result(operation.Action, word, reply);
        }
        catch (ToolStartException e)
        {
            return new FenceResult(false, FenceVerdict.NotVerified, $"{name}: {e.Message}");
        }
    }

    /// <summary>What the plugins call an action; null where they have none.</summary>
    private static string? Word(FenceAction action) => action switch
    {
        FenceAction.Off => "off",
        FenceAction.On => "on",
        FenceAction.Reboot => "reset",
        // Their "status" is of the device, not of a node.
        FenceAction.Monitor => "status",
        FenceAction.List => "gethosts",
        _ => null,
    };

    private FenceResult Result(FenceAction action, string word, FenceReply reply)
    {
        var reason = !reply.Succeeded ? reply.Reason(word)
            : action is FenceAction.Off or FenceAction.Reboot
                ? $"{name} says that it did, but cannot be asked whether the node is off"
                : "";
        return new FenceResult(reply.Succeeded, FenceVerdict.NotVerified, reason)
        {
            ExitCode = reply.ExitCode,
            Output = reply.Output,
            Ports = action == FenceAction.List && reply.Succeeded
                ? [.. reply.Lines.SelectMany(line => line.Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries))]
                : [],
        };
    }
}
