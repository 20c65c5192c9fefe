using Microkernel.Driver.V1;
using Microkernel.Node.V1;
using Microkernel.V1;
using ExecuteResponse = Microkernel.Driver.V1.ExecuteResponse;
using Order = Microkernel.Node.V1.Order;

namespace Microkernel.Core.Events;

/// <summary>Events about operations on resources.</summary>
internal static class OperationEvents
{
    public static Event Started(Order order, string resource, string reason) => EventFactory.About(
        "Resource", resource, "OperationStarted", Severity.Info, $"{Name(order)} {resource}: {reason}",
        ("operation", Name(order)));

    public static Event Ended(Order order, string resource, ExecuteResponse response, OperationFailure? failure)
    {
        var took = EventFactory.Milliseconds(response.Duration?.ToTimeSpan() ?? default);
        return failure is null
            ? EventFactory.About("Resource", resource, "OperationSucceeded", Severity.Info,
                $"{Name(order)} {resource} succeeded in {took} ms", ("operation", Name(order)), ("duration_ms", took))
            : EventFactory.About("Resource", resource, "OperationFailed", Severity.Warning,
                $"{Name(order)} {resource} failed after {took} ms: {failure.Reason}", ("operation", Name(order)),
                ("duration_ms", took), ("exit_code", $"{failure.ExitCode}"));
    }

    public static Event MonitorFailed(string resource, OperationFailure failure) => EventFactory.About(
        "Resource", resource, "MonitorFailed", Severity.Warning, $"monitor of {resource} failed: {failure.Reason}",
        ("operation", "monitor"), ("exit_code", $"{failure.ExitCode}"));

    private static string Name(Order order) => order.ToString().ToLowerInvariant();
}
