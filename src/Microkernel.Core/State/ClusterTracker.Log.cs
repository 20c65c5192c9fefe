namespace Microkernel.Core.State;

internal sealed partial class ClusterTracker
{
    [LoggerMessage(1200, LogLevel.Warning, "Following the store starts anew: {Reason}", EventName = "TrackerRestart")]
    private static partial void LogRestart(ILogger logger, string reason);
}
