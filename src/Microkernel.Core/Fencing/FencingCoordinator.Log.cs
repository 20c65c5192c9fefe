namespace Microkernel.Core.Fencing;

internal sealed partial class FencingCoordinator
{
    [LoggerMessage(1500, LogLevel.Warning,
        "{Node} was fenced, but this node leads no more; the new leader will see for itself",
        EventName = "FencedAfterLeadership")]
    private static partial void LogNotLeader(ILogger logger, string node);
}
