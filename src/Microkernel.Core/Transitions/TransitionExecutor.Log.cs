namespace Microkernel.Core.Transitions;

internal sealed partial class TransitionExecutor
{
    [LoggerMessage(1700, LogLevel.Warning, "{Action} could not be carried out and is tried again: {Reason}",
        EventName = "OrderNotDone")]
    private static partial void LogNotDone(ILogger logger, ActionKey action, string reason);

    [LoggerMessage(1701, LogLevel.Warning, "This node is to be fenced; it hands leadership over to {Successor}",
        EventName = "HandOver")]
    private static partial void LogHandOver(ILogger logger, string successor);
}
