namespace Microkernel.Core.Membership;

internal sealed partial class QuorumGuard
{
    [LoggerMessage(1600, LogLevel.Error, "Without quorum, {Resource} could not be stopped: {Reason}",
        EventName = "QuorumStopFailed")]
    private static partial void LogStopFailed(ILogger logger, string resource, string reason);
}
