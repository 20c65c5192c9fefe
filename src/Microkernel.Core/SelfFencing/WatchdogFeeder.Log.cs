namespace Microkernel.Core.SelfFencing;

internal sealed partial class WatchdogFeeder
{
    [LoggerMessage(1510, LogLevel.Information, "Watchdog {Identity} is armed: it resets this node {Seconds} s after its last feeding",
        EventName = "WatchdogArmed")]
    private static partial void LogArmed(ILogger logger, string identity, double seconds);

    [LoggerMessage(1511, LogLevel.Information, "The watchdog is disarmed", EventName = "WatchdogDisarmed")]
    private static partial void LogDisarmed(ILogger logger);

    [LoggerMessage(1514, LogLevel.Critical,
        "The watchdog stays armed and resets this node in {Seconds} s, unless the core is back before: the cluster still counts on it ({Reason})",
        EventName = "WatchdogLeftArmed")]
    private static partial void LogLeftArmed(ILogger logger, double seconds, string reason);

    [LoggerMessage(1512, LogLevel.Critical, "The watchdog is fed no more and resets this node within {Seconds} s: {Reason}",
        EventName = "WatchdogWithheld")]
    private static partial void LogWithheld(ILogger logger, double seconds, string reason);

    [LoggerMessage(1513, LogLevel.Critical, "The watchdog failed: {Reason}", EventName = "WatchdogFailed")]
    private static partial void LogFailed(ILogger logger, string reason);
}
