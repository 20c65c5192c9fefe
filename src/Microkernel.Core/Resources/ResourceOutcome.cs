using Google.Protobuf.WellKnownTypes;
using Microkernel.Core.State;
using Microkernel.Driver.V1;
using Microkernel.Node.V1;
using Microkernel.Scheduling;
using ExecuteResponse = Microkernel.Driver.V1.ExecuteResponse;
using Object = Microkernel.V1.Object;
using Order = Microkernel.Node.V1.Order;

namespace Microkernel.Core.Resources;

/// <summary>What an operation's end says of a resource. Pure.</summary>
internal static class ResourceOutcome
{
    /// <summary>The record after an order ended, and the failure where it ended badly.</summary>
    public static (ResourceRecord Record, OperationFailure? Failure) Apply(
        ResourceRecord? before, ResourceDefinition definition, ClusterSnapshot snapshot, Order order,
        ExecuteResponse response, DateTimeOffset now)
    {
        var next = before?.Clone() ?? new ResourceRecord();
        var (state, failed) = (order, response.Outcome) switch
        {
            (Order.Start, Outcome.Ok) => (RecordedState.Started, false),
            // What a start that failed left behind is not known: it must be stopped before anything else.
            (Order.Start, _) => (RecordedState.Failed, true),
            (Order.Stop, Outcome.Ok or Outcome.NotRunning) => (RecordedState.Stopped, false),
            (Order.Stop, _) => (RecordedState.StopFailed, true),
            (_, Outcome.Ok) => (RecordedState.Started, false),
            (_, Outcome.NotRunning) => (RecordedState.Stopped, false),
            // Not installed here, so not active here; it is no failure unless somebody wants it to run here.
            (_, Outcome.FailedHere or Outcome.FailedEverywhere) => (RecordedState.Stopped, true),
            _ => (RecordedState.Failed, true),
        };
        next.Pending = PendingOrder.Unspecified;
        if (next.State != state) next.Since = now.ToTimestamp();
        next.State = state;
        if (order == Order.Start)
        {
            next.Agent = definition.Agent;
            next.Parameters.Clear();
            next.Parameters.Add(definition.Parameters.ToDictionary());
            var digest = DeclaredDigest(snapshot, definition.Name);
            // Failures are those of a definition: a new one starts with a clean sheet.
            if (next.Digest != digest) (next.Failures, next.LastFailure) = (0, null);
            next.Digest = digest;
        }
        else if (state == RecordedState.Stopped)
        {
            next.Agent = "";
            next.Parameters.Clear();
        }
        else if (next.Agent.Length == 0)
        {
            // Found active though this cluster never started it here: take it as started by today's declaration.
            next.Agent = definition.Agent;
            next.Parameters.Add(definition.Parameters.ToDictionary());
            next.Digest = DeclaredDigest(snapshot, definition.Name);
        }
        return failed ? Failed(next, order.ToString().ToLowerInvariant(), response, now) : (next, null);
    }

    /// <summary>The record after an operation whose end nobody saw: the leader has it probed.</summary>
    public static ResourceRecord NotKnown(ResourceRecord before)
    {
        var next = before.Clone();
        (next.State, next.Pending) = (RecordedState.Unspecified, PendingOrder.Unspecified);
        return next;
    }

    /// <summary>The record after a recurring monitor found a started resource broken or gone.</summary>
    public static (ResourceRecord Record, OperationFailure Failure) ApplyMonitor(
        ResourceRecord before, ExecuteResponse response, DateTimeOffset now)
    {
        var next = before.Clone();
        next.State = response.Outcome == Outcome.NotRunning ? RecordedState.Stopped : RecordedState.Failed;
        next.Since = now.ToTimestamp();
        var (record, failure) = Failed(next, "monitor", response, now);
        return (record, failure!);
    }

    private static string DeclaredDigest(ClusterSnapshot snapshot, string resource) =>
        snapshot.Find(Object.SpecOneofCase.Resource, resource) is { } declared
            ? DefinitionDigest.Of(declared.Resource)
            : "";

    private static (ResourceRecord, OperationFailure?) Failed(
        ResourceRecord next, string operation, ExecuteResponse response, DateTimeOffset now)
    {
        var failure = new OperationFailure
        {
            Operation = operation,
            Time = now.ToTimestamp(),
            Reason = response.Reason.Length > 0 ? response.Reason : $"{operation} ended with code {response.ExitCode}",
            Output = response.Output,
            ExitCode = response.ExitCode,
            Outcome = (int)response.Outcome,
        };
        next.Failures++;
        next.LastFailure = failure;
        return (next, failure);
    }
}
