using Microkernel.V1;

namespace Microkernel.Core.Events;

/// <summary>Events about nodes and fencing.</summary>
internal static class MembershipEvents
{
    public static Event Joined(string node, string reason) => EventFactory.About(
        "Node", node, "NodeJoined", Severity.Info, $"{node} is online: {reason}");

    public static Event Silent(string node, TimeSpan silence) => EventFactory.About(
        "Node", node, "NodeSilent", Severity.Warning,
        $"{node} is silent on every ring (last heard {EventFactory.Milliseconds(silence)} ms ago)",
        ("silence_ms", EventFactory.Milliseconds(silence)));

    public static Event Lost(string node, string reason) => EventFactory.About(
        "Node", node, "NodeLost", Severity.Critical, $"{node} is lost and may still run anything: {reason}");

    public static Event Left(string node, string reason) => EventFactory.About(
        "Node", node, "NodeLeft", Severity.Info, $"{node} is offline: {reason}");

    public static Event HeartbeatKeyReplaced(uint key) => EventFactory.About(
        "Cluster", "cluster", "HeartbeatKeyReplaced", Severity.Info,
        $"heartbeats are sealed with key {key} alone; no node has the old one any more", ("key", $"{key}"));

    public static Event FencingStarted(string node, string reason) => EventFactory.About(
        "Node", node, "FencingStarted", Severity.Warning, $"fencing {node}: {reason}");

    public static Event FencingSucceeded(string node, string device, TimeSpan took) => EventFactory.About(
        "Node", node, "FencingSucceeded", Severity.Warning,
        $"{node} is verified off by {device} after {EventFactory.Milliseconds(took)} ms",
        ("device", device), ("duration_ms", EventFactory.Milliseconds(took)));

    public static Event FencingFailed(string node, string reason) => EventFactory.About(
        "Node", node, "FencingFailed", Severity.Critical,
        $"{node} could not be fenced, nothing of it is recovered: {reason}");

    public static Event PowerOnFailed(string node, string device, string reason) => EventFactory.About(
        "Node", node, "PowerOnFailed", Severity.Warning,
        $"{node} is fenced, but {device} could not give it its power back: {reason}", ("device", device));

    public static Event FencingConfirmed(string node, string by) => EventFactory.About(
        "Node", node, "FencingConfirmed", Severity.Critical, $"{by} says that {node} is off; it is taken as off");

    public static Event TookOver(string node, string other, string by) => EventFactory.About(
        "Cluster", "cluster", "TookOver", Severity.Warning,
        $"{node} goes on without {other}, which is off according to {by}", ("by", by));

    public static Event Recovered(string node, string other) => EventFactory.About(
        "Cluster", "cluster", "RecoveredByOperator", Severity.Critical,
        $"{node} goes on alone: an operator says that {other} is off");

    public static Event LeaderElected(string node, ulong term) => EventFactory.About(
        "Cluster", "cluster", "LeaderElected", Severity.Info, $"{node} leads in term {term}", ("term", $"{term}"));

    public static Event QuorumLost(string node, TimeSpan since) => EventFactory.About(
        "Node", node, "QuorumLost", Severity.Critical,
        $"{node} has had no quorum for {EventFactory.Milliseconds(since)} ms and stops what it runs");
}
