namespace Microkernel.Core.Events;

internal sealed partial class EventTrimmer
{
    [LoggerMessage(1410, LogLevel.Debug, "Old events stay a while longer: {Reason}", EventName = "EventsNotTrimmed")]
    private static partial void LogNotTrimmed(ILogger logger, string reason);
}
