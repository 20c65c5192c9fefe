namespace Microkernel.Core.Resources;

internal sealed partial class FailureCleaner
{
    [LoggerMessage(1320, LogLevel.Debug, "Forgetting failures waits for the store: {Reason}",
        EventName = "CleanupWaits")]
    private static partial void LogWaits(ILogger logger, string reason);
}
