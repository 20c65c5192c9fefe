namespace Microkernel.Core.Membership;

internal sealed partial class RecordKeeper
{
    [LoggerMessage(1620, LogLevel.Debug, "Records of the cluster wait for the store: {Reason}",
        EventName = "RecordsWait")]
    private static partial void LogUnwritten(ILogger logger, string reason);

    [LoggerMessage(1621, LogLevel.Information, "Heartbeats are sealed with key {Key}; {Step}",
        EventName = "HeartbeatKeyStep")]
    private static partial void LogKey(ILogger logger, string step, uint key);
}
