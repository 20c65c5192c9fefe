namespace Microkernel.Core.SelfFencing;

internal sealed partial class GrantKeeper
{
    [LoggerMessage(1520, LogLevel.Warning, "No grant to go on: {Reason}", EventName = "NotGranted")]
    private static partial void LogNotGranted(ILogger logger, string reason);
}
