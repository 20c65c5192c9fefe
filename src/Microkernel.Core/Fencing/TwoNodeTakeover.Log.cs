namespace Microkernel.Core.Fencing;

internal sealed partial class TwoNodeTakeover
{
    [LoggerMessage(1520, LogLevel.Warning, "Not taken over from {Node}: {Reason}; tried again after {Wait}",
        EventName = "TakeoverFailed")]
    private static partial void LogFailed(ILogger logger, string node, string reason, TimeSpan wait);
}
