using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Driver.V1;
using Microsoft.Extensions.Logging;

namespace Microkernel.Driver;

/// <summary>Serves fencing actions in front of the driver's agents.</summary>
internal sealed partial class FencingGrpcService(
    AgentCatalogue<IFenceAgent> agents,
    OperationRunner runner,
    TimeProvider time,
    ILogger<FencingGrpcService> logger) : FencingService.FencingServiceBase
{
    private readonly OperationLog<FenceResponse> _log = new();

    public override Task<FenceResponse> Fence(FenceRequest request, ServerCallContext context)
    {
        RequestChecks.OperationId(request.OperationId);
        if (request.Action == FenceAction.Unspecified || !System.Enum.IsDefined(request.Action))
            throw DriverErrors.Invalid("action", request.Action, "an action");
        var changes = request.Action is FenceAction.Off or FenceAction.On or FenceAction.Reboot;
        RequestChecks.Token(request.Token, required: changes);
        RequestChecks.Generation(request.DriverGeneration, required: changes);
        RequestChecks.Name("device", request.Device);
        if (changes || request.Action == FenceAction.Status || request.Node.Length > 0)
            RequestChecks.Name("node", request.Node);
        RequestChecks.Name("agent", request.Agent);
        var timeout = RequestChecks.Timeout(request.Timeout);
        var parameters = RequestChecks.Parameters(request.Parameters, request.SecretParameters);
        var agent = agents.Find(request.Agent) ?? throw DriverErrors.NoSuchAgent(request.Agent);
        var operation = new FenceOperation
        {
            OperationId = request.OperationId,
            Device = request.Device,
            Node = request.Node,
            Agent = request.Agent,
            Action = request.Action,
            Parameters = parameters,
            Timeout = timeout,
        };
        var order = new OperationOrder(
            request.OperationId, RequestFingerprint.Of(request), "device " + request.Device,
            changes, request.Token, request.DriverGeneration, timeout);
        return runner.RunAsync(_log, order, deadline => FenceAsync(agent, operation, deadline), context);
    }

    private async Task<FenceResponse> FenceAsync(
        IFenceAgent agent, FenceOperation operation, CancellationToken deadline)
    {
        var started = time.GetUtcNow();
        var stamp = time.GetTimestamp();
        var result = await TryFenceAsync(agent, operation, deadline);
        var duration = time.GetElapsedTime(stamp);
        LogEnded(
            logger, operation.Action, operation.Node, operation.Device, operation.Agent, result.Succeeded,
            result.Verdict, duration.TotalMilliseconds, result.Reason);
        var response = new FenceResponse
        {
            Succeeded = result.Succeeded,
            Verdict = result.Verdict,
            Ports = { result.Ports },
            ExitCode = result.ExitCode,
            Output = result.Output,
            Reason = result.Reason,
            Started = started.ToTimestamp(),
            Duration = duration.ToDuration(),
        };
        if (result.Powered is { } powered)
            response.Powered = powered;
        return response;
    }

    private async Task<FenceResult> TryFenceAsync(
        IFenceAgent agent, FenceOperation operation, CancellationToken deadline)
    {
        try
        {
            return await agent.FenceAsync(operation, deadline);
        }
        catch (AgentArgumentException e)
        {
            throw DriverErrors.Invalid(e);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return new FenceResult(
                false, FenceVerdict.NotVerified, $"not done within {operation.Timeout.TotalSeconds} s");
        }
        catch (Exception e) when (e is not RpcException)
        {
            LogFault(logger, e, operation.Action, operation.Device, operation.Agent);
            return new FenceResult(
                false, FenceVerdict.NotVerified, $"the driver failed: {e.GetType().Name}: {e.Message}");
        }
    }
}
