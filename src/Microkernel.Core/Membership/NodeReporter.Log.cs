namespace Microkernel.Core.Membership;

internal sealed partial class NodeReporter
{
    [LoggerMessage(1610, LogLevel.Debug, "The node's report waits for the store: {Reason}", EventName = "ReportWaits")]
    private static partial void LogUnwritten(ILogger logger, string reason);
}
