using Microkernel.Driver;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Fencing;

/// <summary>A fence agent that is a program. Only its device's own word, asked for afterwards, is proof.</summary>
internal sealed class FenceAgent(string name, FenceProgram program, TimeProvider time) : IFenceAgent
{
    /// <summary>Time between two questions whether the node is off by now.</summary>
    private static readonly TimeSpan StatusPause = TimeSpan.FromMilliseconds(250);

    /// <summary>How long one question may take, so that one that hangs is not the last.</summary>
    private static readonly TimeSpan StatusTimeout = TimeSpan.FromSeconds(30);

    public string Name => name;

    public ValueTask<Agent> DescribeAsync(CancellationToken cancellationToken) =>
        program.DescribeAsync(cancellationToken);

    public async Task<FenceResult> FenceAsync(FenceOperation operation, CancellationToken cancellationToken)
    {
        try
        {
            var shot = new FenceShot(
                program, await ParametersAsync(operation, cancellationToken), operation.Parameters.SecretValues);
            return operation.Action switch
            {
                FenceAction.Off => await OffAsync(shot, cancellationToken),
                FenceAction.Reboot => await RebootAsync(shot, cancellationToken),
                FenceAction.On => Plain(await shot.RunAsync("on", cancellationToken), "on"),
                FenceAction.Status => Status(await shot.RunAsync("status", cancellationToken)),
                FenceAction.Monitor => Plain(await shot.RunAsync("monitor", cancellationToken), "monitor"),
                FenceAction.List => Ports(await shot.RunAsync("list", cancellationToken)),
                _ => new FenceResult(false, FenceVerdict.Refused, $"no such action: {operation.Action}"),
            };
        }
        catch (Exception e) when (e is ToolStartException or AgentMetadataException)
        {
            return new FenceResult(false, FenceVerdict.NotVerified, $"{name}: {e.Message}");
        }
    }

    /// <summary>Takes the parameters as they came, and names the node as the port where the agent has one.</summary>
    private async Task<IReadOnlyDictionary<string, string>> ParametersAsync(
        FenceOperation operation, CancellationToken cancellationToken)
    {
        var parameters = new Dictionary<string, string>(operation.Parameters.Values, StringComparer.Ordinal);
        if (operation.Node.Length == 0)
            return parameters;
        parameters.TryAdd("nodename", operation.Node);
        if (parameters.ContainsKey("plug") || parameters.ContainsKey("port"))
            return parameters;
        var known = (await program.DescribeAsync(cancellationToken)).Parameters.Select(p => p.Name).ToHashSet();
        if (known.Contains("plug"))
            parameters["plug"] = operation.Node;
        else if (known.Contains("port"))
            parameters["port"] = operation.Node;
        return parameters;
    }

    /// <summary>Powers off, then asks until the device says off, whatever the agent made of its own action.</summary>
    private async Task<FenceResult> OffAsync(FenceShot shot, CancellationToken deadline)
    {
        var off = await shot.RunAsync("off", deadline);
        while (true)
        {
            var status = await AskStatusAsync(shot, deadline);
            if (status.Powered is false)
                return new FenceResult(true, FenceVerdict.VerifiedOff) { Powered = false, Output = off.Output };
            var failed = !off.Succeeded;
            if (failed || deadline.IsCancellationRequested)
                return Unverified(off, status, failed);
            try
            {
                await Task.Delay(StatusPause, time, deadline);
            }
            catch (OperationCanceledException)
            {
                return Unverified(off, status, failed: false);
            }
        }
    }

    private async Task<FenceResult> RebootAsync(FenceShot shot, CancellationToken deadline)
    {
        var off = await OffAsync(shot, deadline);
        if (off.Verdict != FenceVerdict.VerifiedOff)
            return off;
        var on = await shot.RunAsync("on", deadline);
        // The node was surely off, which is what fencing is for; that it is not back is another matter.
        return new FenceResult(
            on.Succeeded, FenceVerdict.VerifiedOff,
            on.Succeeded ? "" : $"it was off, but could not be powered on again: {on.Reason("on")}")
        {
            ExitCode = on.ExitCode,
            Output = on.Output,
        };
    }

    private static async Task<FenceReply> AskStatusAsync(FenceShot shot, CancellationToken deadline)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(deadline);
        limit.CancelAfter(StatusTimeout);
        return await shot.RunAsync("status", limit.Token);
    }

    private static FenceResult Unverified(FenceReply off, FenceReply status, bool failed)
    {
        var seen = status.Powered is true ? "the device says that it is still on" : status.Reason("status");
        return new FenceResult(
            false, failed && off.IsRefusal ? FenceVerdict.Refused : FenceVerdict.NotVerified,
            failed ? $"{off.Reason("off")}; {seen}" : seen)
        {
            Powered = status.Powered,
            ExitCode = failed ? off.ExitCode : status.ExitCode,
            Output = (off.Output + "\n" + status.Output).Trim(),
        };
    }

    private static FenceResult Status(FenceReply reply) => reply.Powered switch
    {
        true => new FenceResult(true, FenceVerdict.NotVerified) { Powered = true, Output = reply.Output },
        false => new FenceResult(true, FenceVerdict.VerifiedOff)
        {
            Powered = false,
            ExitCode = reply.ExitCode,
            Output = reply.Output,
        },
        _ => Plain(reply, "status"),
    };

    private static FenceResult Ports(FenceReply reply)
    {
        var result = Plain(reply, "list");
        // A line is "port,alias"; an agent without ports says N/A.
        return result.Succeeded
            ? result with
            {
                Ports = [.. reply.Lines.Select(line => line.Split(',')[0].Trim()).Where(IsPort)],
            }
            : result;
    }

    private static bool IsPort(string text) =>
        text.Length > 0 && text != "N/A" && !text.StartsWith("NOTICE:", StringComparison.Ordinal);

    private static FenceResult Plain(FenceReply reply, string action) => new(
        reply.Succeeded,
        !reply.Succeeded && reply.IsRefusal ? FenceVerdict.Refused : FenceVerdict.NotVerified,
        reply.Succeeded ? "" : reply.Reason(action))
    {
        ExitCode = reply.ExitCode,
        Output = reply.Output,
    };
}
