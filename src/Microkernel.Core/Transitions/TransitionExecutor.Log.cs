namespace Microkernel.Core.Transitions;

internal sealed partial class TransitionExecutor
{
    [LoggerMessage(1700, LogLevel.Warning, "{Action} could not be carried out and is tried again: {Reason}", EventName = "OrderNotDone")]
    private static partial void LogNotDone(ILogger logger, ActionKey action, string reason);
}
