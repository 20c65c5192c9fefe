namespace Microkernel.Core.Events;

internal sealed partial class EventRecorder
{
    [LoggerMessage(EventId = 1400, Message = "{Code}: {Message}", EventName = "Event")]
    private static partial void LogEvent(ILogger logger, LogLevel level, string code, string message);

    [LoggerMessage(1401, LogLevel.Debug, "Event {Code} waits for the store: {Reason}", EventName = "EventWaits")]
    private static partial void LogUnwritten(ILogger logger, string code, string reason);
}
