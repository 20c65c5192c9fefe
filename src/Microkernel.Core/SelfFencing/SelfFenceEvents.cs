using Microkernel.Core.Events;
using Microkernel.V1;

namespace Microkernel.Core.SelfFencing;

/// <summary>Events about a node's own watchdog.</summary>
internal static class SelfFenceEvents
{
    public static Event WillReset(string node, TimeSpan within, string reason) => EventFactory.About(
        "Node", node, "SelfFencing", Severity.Critical,
        $"{node} feeds its watchdog no more and is reset within {within.TotalSeconds:F0} s: {reason}");

    public static Event ResetItself(string node, string reason) => EventFactory.About(
        "Node", node, "SelfFenced", Severity.Critical, $"{node} was reset by its watchdog: {reason}");

    public static Event WatchdogFailed(string node, string reason) => EventFactory.About(
        "Node", node, "WatchdogFailed", Severity.Critical, $"the watchdog of {node} failed: {reason}");
}
