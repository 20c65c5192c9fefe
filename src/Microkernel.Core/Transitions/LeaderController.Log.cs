namespace Microkernel.Core.Transitions;

internal sealed partial class LeaderController
{
    [LoggerMessage(1710, LogLevel.Information, "This node leads in term {Term}", EventName = "Leading")]
    private static partial void LogLeading(ILogger logger, ulong term);

    [LoggerMessage(1712, LogLevel.Warning, "This node is wanted fenced and still leads: {Reason}",
        EventName = "NotHandedOver")]
    private static partial void LogNotHandedOver(ILogger logger, string reason);

    [LoggerMessage(1711, LogLevel.Warning, "Leading was interrupted", EventName = "LeadingInterrupted")]
    private static partial void LogInterrupted(ILogger logger, Exception exception);
}
