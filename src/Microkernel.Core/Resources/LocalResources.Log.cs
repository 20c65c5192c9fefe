namespace Microkernel.Core.Resources;

internal sealed partial class LocalResources
{
    [LoggerMessage(1300, LogLevel.Debug, "{Count} resource records wait for the store: {Reason}",
        EventName = "ResourceRecordsWait")]
    private static partial void LogUnwritten(ILogger logger, int count, string reason);
}
