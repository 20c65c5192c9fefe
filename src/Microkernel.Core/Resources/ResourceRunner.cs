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
    DriverHost drivers, DriverMetrics metrics, ClusterTracker tracker, SecretVault vault, LocalResources local,
    EventRecorder events, TimeProvider time, ILogger<ResourceRunner> logger)
{
    /// <summary>How much longer than the agent's own timeout a driver's answer is waited for.</summary>
    private static readonly TimeSpan AnswerMargin = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new();

    /// <summary>Carries out one order to its end, whatever becomes of who gave it.</summary>
    /// <param name="resource">Name of the resource.</param>
    /// <param name="order">What to do.</param>
    /// <param name="operationId">Unique to the operation, the same in each retry.</param>
    /// <param name="authority">The leader's; null when the node stops by itself, for want of a quorum.</param>
    /// <param name="reason">Why, for logs and events.</param>
    /// <exception cref="RpcException">ABORTED: another leader has taken office, nothing was begun. Otherwise no driver
    /// runs
    /// such agents or it did not answer, and what the resource does is recorded as not known.</exception>
    public async Task<ExecuteResult> ExecuteAsync(
        string resource, Order order, string operationId, OrderAuthority? authority, string reason)
    {
        var turn = _turns.GetOrAdd(resource, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync();
        try
        {
            var definition = Define(tracker.Current, resource, order, local.Find(resource));
            LogExecute(logger, order, resource, reason);
            if (order != Order.Probe) events.Record(OperationEvents.Started(order, resource, reason));
            if (order == Order.Start) await BeginStartAsync(resource, authority);
            ExecuteResponse response;
            try
            {
                var timeout = Timeout(tracker.Current, resource, order);
                response = await CallAsync(
                    definition, ActionOf(order), operationId, authority?.Token, timeout, CancellationToken.None);
            }
            catch (RpcException) when (order == Order.Start)
            {
                local.Set(resource, ResourceOutcome.NotKnown(local.Find(resource)!));
                throw;
            }
            return Record(resource, order, definition, response);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>
    /// Makes it known that a start begins, unless another leader has taken office: either the new leader sees it, or it
    /// does not happen.
    /// </summary>
    private async Task BeginStartAsync(string resource, OrderAuthority? authority)
    {
        var began = local.Find(resource)?.Clone() ?? new ResourceRecord();
        began.Pending = PendingOrder.Start;
        bool written;
        try
        {
            written = await local.TrySetAsync(resource, began, authority?.LeaderRevision ?? 0);
        }
        catch (RpcException)
        {
            // Whether the store has it is not known; this overrides it as soon as the store takes anything.
            local.Set(resource, ResourceOutcome.NotKnown(began));
            throw;
        }
        if (!written)
            throw new RpcException(new Status(
                StatusCode.Aborted, $"another leader has taken office: {resource} is not started by an old order"));
    }

    private ExecuteResult Record(string resource, Order order, ResourceDefinition definition, ExecuteResponse response)
    {
        var (next, failure) = ResourceOutcome.Apply(
            local.Find(resource), definition, tracker.Current, order, response, time.GetUtcNow());
        if (order == Order.Start && next.State == RecordedState.Started)
            next.StartSequence = local.NextStartSequence();
        local.Set(resource, next);
        if (order != Order.Probe || failure is not null)
            events.Record(OperationEvents.Ended(order, resource, response, failure));
        return new ExecuteResult(failure is null, failure?.Reason ?? "", response.Duration?.ToTimeSpan() ?? default);
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
            if (ResourceDefinition.Declared(snapshot, vault, resource) is not { } definition) return false;
            var timeout = Timeout(snapshot, resource, Order.Probe);
            ExecuteResponse response;
            try
            {
                response = await CallAsync(definition, ResourceAction.Monitor, Guid.NewGuid().ToString("N"), null,
                    timeout, ct,
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
        using var use = await drivers.UseAsync(host => host.ActiveFor(definition.Agent), definition.Name, ct)
            ?? throw new RpcException(new Status(
                StatusCode.Unavailable, $"no driver on this node runs {definition.Agent}"));
        var driver = use.Driver;
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
            request.Meta["interval"] =
                ((long)interval.TotalMilliseconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var began = time.GetTimestamp();
        var outcome = "unanswered";
        try
        {
            var response = await driver.Resources.ExecuteAsync(
                request, deadline: DateTime.UtcNow + timeout + AnswerMargin, cancellationToken: ct);
            outcome = response.Outcome.ToString();
            return response;
        }
        finally
        {
            metrics.OperationEnded(
                driver.Name, definition.Agent, action.ToString(), outcome, time.GetElapsedTime(began));
        }
    }

    /// <summary>
    /// A start takes the declaration of now. A stop takes what the resource was started with, so that it can end even
    /// when its declaration changed or is gone.
    /// </summary>
    private ResourceDefinition Define(
        ClusterSnapshot snapshot, string resource, Order order, ResourceRecord? record)
    {
        var declared = ResourceDefinition.Declared(snapshot, vault, resource);
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
        _ => throw new RpcException(new Status(StatusCode.InvalidArgument,
            $"order: '{order}': expected probe, start or stop")),
    };
}
