namespace Microkernel.Core.Fencing;

internal sealed partial class FencingHistory
{
    [LoggerMessage(1501, LogLevel.Warning,
        "The fencing of {Node} could not be written to the history: {Reason}", EventName = "FencingUnwritten")]
    private static partial void LogUnwritten(ILogger logger, string node, string reason);
}
