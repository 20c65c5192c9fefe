using Microkernel.Core.Events;
using Microkernel.V1;

namespace Microkernel.Core.Drivers;

/// <summary>Events about drivers.</summary>
internal static class DriverEvents
{
    public static Event Swapped(string node, string driver, string from, string to, TimeSpan took) =>
        EventFactory.About(
        "Node", node, "DriverSwapped", Severity.Info,
        $"driver {driver} on {node} was replaced while it worked: version {from} by {to}",
        ("driver", driver), ("from", from), ("to", to), ("duration_ms", EventFactory.Milliseconds(took)));

    public static Event SwapFailed(string node, string driver, string reason) => EventFactory.About(
        "Node", node, "DriverSwapFailed", Severity.Warning,
        $"driver {driver} on {node} was not replaced, the old one goes on: {reason}", ("driver", driver));

    public static Event Ended(string node, string driver, string reason, TimeSpan wait) => EventFactory.About(
        "Node", node, "DriverEnded", Severity.Warning,
        $"driver {driver} on {node} {reason}; it is started again in {EventFactory.Milliseconds(wait)} ms",
        ("driver", driver), ("wait_ms", EventFactory.Milliseconds(wait)));
}
