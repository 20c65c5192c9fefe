using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Core.Drivers;
using Microkernel.Core.Events;
using Microkernel.Core.State;
using Microkernel.Driver.V1;
using Microkernel.Model;
using Microkernel.Node.V1;
using ExecuteRequest = Microkernel.Driver.V1.ExecuteRequest;
using ExecuteResponse = Microkernel.Driver.V1.ExecuteResponse;
using Order = Microkernel.Node.V1.Order;

namespace Microkernel.Core.Resources;

/// <summary>
/// Carries out operations on this node's resources through their drivers, one at a time per resource, and takes down
/// what they led to.
/// </summary>
internal sealed partial class ResourceRunner(
    DriverHost drivers, ClusterTracker tracker, LocalResources local, EventRecorder events, TimeProvider time,
    ILogger<ResourceRunner> logger)
{
    /// <summary>How much longer than the agent's own timeout a driver's answer is waited for.</summary>
    private static readonly TimeSpan AnswerMargin = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new();

    /// <summary>Carries out one order.</summary>
    /// <param name="resource">Name of the resource.</param>
    /// <param name="order">What to do.</param>
    /// <param name="operationId">Unique to the operation, the same in each retry.</param>
    /// <param name="token">The authority that it is done under.</param>
    /// <param name="reason">Why, for logs and events.</param>
    /// <param name="ct">Stops waiting; the driver goes on.</param>
    /// <exception cref="RpcException">No driver runs such agents, or the driver could not be asked.</exception>
    public async Task<ExecuteResult> ExecuteAsync(
        string resource, Order order, string operationId, FencingToken? token, string reason, CancellationToken ct)
    {
        var turn = _turns.GetOrAdd(resource, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(ct);
        try
        {
            var snapshot = tracker.Current;
            var record = local.Find(resource);
            var definition = Define(snapshot, resource, order, record);
            LogExecute(logger, order, resource, reason);
            if (order != Order.Probe)
                events.Record(OperationEvents.Started(order, resource, reason));
            var timeout = Timeout(snapshot, resource, order);
            var response = await CallAsync(definition, ActionOf(order), operationId, token, timeout, ct);
            var (next, failure) = ResourceOutcome.Apply(record, definition, snapshot, order, response, time.GetUtcNow());
            if (order == Order.Start && next.State == RecordedState.Started)
                next.StartSequence = local.NextStartSequence();
            local.Set(resource, next);
            if (order != Order.Probe || failure is not null)
                events.Record(OperationEvents.Ended(order, resource, response, failure));
            return new ExecuteResult(failure is null, failure?.Reason ?? "", response.Duration?.ToTimeSpan() ?? default);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Looks at a started resource; a failure is counted and told.</summary>
    /// <returns>Whether it was looked at: not when it is no longer started by then, or no driver answers.</returns>
    public async Task<bool> MonitorAsync(string resource, TimeSpan interval, CancellationToken ct)
    {
        var turn = _turns.GetOrAdd(resource, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(ct);
        try
        {
            var snapshot = tracker.Current;
            var record = local.Find(resource);
            if (record is not { State: RecordedState.Started }) return false;
            if (ResourceDefinition.Declared(snapshot, resource) is not { } definition) return false;
            var timeout = Timeout(snapshot, resource, Order.Probe);
            ExecuteResponse response;
            try
            {
                response = await CallAsync(definition, ResourceAction.Monitor, Guid.NewGuid().ToString("N"), null, timeout, ct,
                    interval);
            }
            catch (RpcException e)
            {
                // The driver does not answer: that says nothing of the resource.
                LogMonitorUnanswered(logger, resource, e.Status.Detail);
                return false;
            }
            if (response.Outcome == Outcome.Ok) return true;
            var (next, failure) = ResourceOutcome.ApplyMonitor(record, response, time.GetUtcNow());
            local.Set(resource, next);
            events.Record(OperationEvents.MonitorFailed(resource, failure));
            return true;
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<ExecuteResponse> CallAsync(
        ResourceDefinition definition, ResourceAction action, string operationId, FencingToken? token, TimeSpan timeout,
        CancellationToken ct, TimeSpan interval = default)
    {
        var driver = drivers.ActiveFor(definition.Agent) ?? throw new RpcException(new Status(
            StatusCode.Unavailable, $"no driver on this node runs {definition.Agent}"));
        var request = new ExecuteRequest
        {
            OperationId = operationId,
            Token = token,
            DriverGeneration = driver.Generation,
            Resource = definition.Name,
            SpecGeneration = definition.Generation,
            Agent = definition.Agent,
            Action = action,
            Timeout = Duration.FromTimeSpan(timeout),
        };
        request.Parameters.Add(definition.Parameters.ToDictionary());
        request.SecretParameters.Add(definition.SecretParameters.ToDictionary());
        if (interval > TimeSpan.Zero)
            request.Meta["interval"] = ((long)interval.TotalMilliseconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return await driver.Resources.ExecuteAsync(
            request, deadline: DateTime.UtcNow + timeout + AnswerMargin, cancellationToken: ct);
    }

    /// <summary>
    /// A start takes the declaration of now. A stop takes what the resource was started with, so that it can end even when
    /// its declaration changed or is gone.
    /// </summary>
    private static ResourceDefinition Define(
        ClusterSnapshot snapshot, string resource, Order order, ResourceRecord? record)
    {
        var declared = ResourceDefinition.Declared(snapshot, resource);
        if (order == Order.Stop && record is { Agent.Length: > 0 })
            return new ResourceDefinition(
                resource, record.Agent, declared?.Generation ?? 0, record.Parameters,
                declared?.SecretParameters ?? new Dictionary<string, string>());
        return declared ?? throw new RpcException(new Status(
            StatusCode.FailedPrecondition, $"resource {resource} is not declared"));
    }

    private static TimeSpan Timeout(ClusterSnapshot snapshot, string resource, Order order)
    {
        var spec = snapshot.Find(Microkernel.V1.Object.SpecOneofCase.Resource, resource)?.Resource
            ?? new Microkernel.V1.ResourceSpec();
        return EffectiveOperation.Of(spec, order switch
        {
            Order.Start => Microkernel.V1.Operation.Start,
            Order.Stop => Microkernel.V1.Operation.Stop,
            _ => Microkernel.V1.Operation.Monitor,
        }, snapshot.Cluster).Timeout;
    }

    private static ResourceAction ActionOf(Order order) => order switch
    {
        Order.Probe => ResourceAction.Monitor,
        Order.Start => ResourceAction.Start,
        Order.Stop => ResourceAction.Stop,
        _ => throw new RpcException(new Status(StatusCode.InvalidArgument, $"order: '{order}': expected probe, start or stop")),
    };
}
