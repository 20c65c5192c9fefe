using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Driver.V1;
using Microsoft.Extensions.Logging;

namespace Microkernel.Driver;

/// <summary>Serves resource actions in front of the driver's agents.</summary>
internal sealed partial class ResourceGrpcService(
    AgentCatalogue<IResourceAgent> agents,
    OperationRunner runner,
    DriverSession session,
    IStatePublisher state,
    TimeProvider time,
    ILogger<ResourceGrpcService> logger) : ResourceService.ResourceServiceBase, IDisposable
{
    private readonly OperationLog<ExecuteResponse> _log = new();
    private readonly SemaphoreSlim _looks = new(AdoptRequests.LooksAtOnce);

    public void Dispose() => _looks.Dispose();

    public override Task<ExecuteResponse> Execute(ExecuteRequest request, ServerCallContext context)
    {
        RequestChecks.OperationId(request.OperationId);
        if (request.Action == ResourceAction.Unspecified || !System.Enum.IsDefined(request.Action))
            throw DriverErrors.Invalid("action", request.Action, "an action");
        var changes = request.Action != ResourceAction.Monitor;
        // A node that has lost its quorum stops what it runs on its own authority: there is no leader to give a token.
        RequestChecks.Token(request.Token, required: changes && request.Action != ResourceAction.Stop);
        RequestChecks.Generation(request.DriverGeneration, required: changes);
        RequestChecks.Name("resource", request.Resource);
        RequestChecks.Name("agent", request.Agent);
        var timeout = RequestChecks.Timeout(request.Timeout);
        var parameters = RequestChecks.Parameters(request.Parameters, request.SecretParameters);
        var agent = agents.Find(request.Agent) ?? throw DriverErrors.NoSuchAgent(request.Agent);
        var operation = new ResourceOperation
        {
            OperationId = request.OperationId,
            Resource = request.Resource,
            Agent = request.Agent,
            Action = request.Action,
            Parameters = parameters,
            Meta = request.Meta,
            Timeout = timeout,
            SpecGeneration = request.SpecGeneration,
            Node = session.Node,
            PeerNode = request.PeerNode,
        };
        var order = new OperationOrder(
            request.OperationId, RequestFingerprint.Of(request), "resource " + request.Resource,
            changes, request.Token, request.DriverGeneration, timeout);
        return runner.RunAsync(_log, order, deadline => ExecuteAsync(agent, operation, deadline), context);
    }

    public override async Task<ValidateResponse> Validate(ValidateRequest request, ServerCallContext context)
    {
        RequestChecks.Name("agent", request.Agent);
        var parameters = RequestChecks.Parameters(request.Parameters, request.SecretParameters);
        var agent = agents.Find(request.Agent) ?? throw DriverErrors.NoSuchAgent(request.Agent);
        var response = new ValidateResponse();
        try
        {
            var description = await agent.DescribeAsync(context.CancellationToken);
            response.Problems.AddRange(ParameterRules.Check(description, parameters));
        }
        catch (AgentMetadataException e)
        {
            response.Problems.Add(new ParameterProblem { Message = $"{request.Agent}: {e.Message}", Warning = true });
        }
        if (request.RunAgent && response.Problems.All(problem => problem.Warning))
            response.Problems.AddRange(await agent.ValidateAsync(parameters, context.CancellationToken));
        return response;
    }

    public override async Task<AdoptResponse> Adopt(AdoptRequest request, ServerCallContext context)
    {
        var timeout = RequestChecks.Timeout(request.Timeout);
        var looks = AdoptRequests.Read(request, timeout, session.Node);
        AdoptedState[] states;
        try
        {
            var adopting = Task.WhenAll(looks.Select(look => runner.LookAsync(
                "resource " + look.Resource, timeout, deadline => AdoptAsync(look, deadline))));
            states = await adopting.WaitAsync(context.CancellationToken);
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.DeadlineExceeded, "not every resource was looked at"));
        }
        return new AdoptResponse { Resources = { states } };
    }

    private async Task<AdoptedState> AdoptAsync(ResourceOperation look, CancellationToken deadline)
    {
        var result = agents.Find(look.Agent) is { } agent
            ? await LookAsync(agent, look, deadline)
            : new ResourceResult(
                Outcome.FailedHere, ResourceState.Unspecified, $"no agent \"{look.Agent}\" on this node");
        if (result.State != ResourceState.Unspecified)
            state.Publish(new ResourceChange
            {
                Resource = look.Resource,
                State = result.State,
                Reason =
                result.Reason
            });
        return new AdoptedState
        {
            Resource = look.Resource,
            Outcome = result.Outcome,
            State = result.State,
            Reason = result.Reason,
        };
    }

    private async Task<ResourceResult> LookAsync(
        IResourceAgent agent, ResourceOperation look, CancellationToken deadline)
    {
        await _looks.WaitAsync(CancellationToken.None);
        try
        {
            return await TryExecuteAsync(agent, look, deadline);
        }
        finally
        {
            _looks.Release();
        }
    }

    private async Task<ExecuteResponse> ExecuteAsync(
        IResourceAgent agent, ResourceOperation operation, CancellationToken deadline)
    {
        var started = time.GetUtcNow();
        var stamp = time.GetTimestamp();
        var result = await TryExecuteAsync(agent, operation, deadline);
        var duration = time.GetElapsedTime(stamp);
        LogEnded(
            logger, operation.Action, operation.Resource, operation.Agent, result.Outcome, duration.TotalMilliseconds,
            result.Reason);
        if (result.State != ResourceState.Unspecified)
            state.Publish(new ResourceChange
            {
                Resource = operation.Resource,
                State = result.State,
                Reason = result.Reason,
            });
        foreach (var attribute in result.Attributes)
            state.Publish(attribute);
        return new ExecuteResponse
        {
            Outcome = result.Outcome,
            ExitCode = result.ExitCode,
            State = result.State,
            Output = result.Output,
            Reason = result.Reason,
            Started = started.ToTimestamp(),
            Duration = duration.ToDuration(),
            Attributes = { result.Attributes },
        };
    }

    private async Task<ResourceResult> TryExecuteAsync(
        IResourceAgent agent, ResourceOperation operation, CancellationToken deadline)
    {
        try
        {
            return await agent.ExecuteAsync(operation, deadline);
        }
        catch (AgentArgumentException e)
        {
            throw DriverErrors.Invalid(e);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return new ResourceResult(
                Outcome.TimedOut, ResourceState.Unspecified, $"not done within {operation.Timeout.TotalSeconds} s");
        }
        catch (Exception e) when (e is not RpcException)
        {
            LogFault(logger, e, operation.Action, operation.Resource, operation.Agent);
            return new ResourceResult(
                Outcome.Failed, ResourceState.Unspecified, $"the driver failed: {e.GetType().Name}: {e.Message}");
        }
    }
}
