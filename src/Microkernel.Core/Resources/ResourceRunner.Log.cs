using Microkernel.Node.V1;

namespace Microkernel.Core.Resources;

internal sealed partial class ResourceRunner
{
    [LoggerMessage(1310, LogLevel.Information, "{Order} {Resource}: {Reason}", EventName = "OperationStarted")]
    private static partial void LogExecute(ILogger logger, Order order, string resource, string reason);

    [LoggerMessage(1311, LogLevel.Warning, "Monitor of {Resource} was not answered: {Reason}",
        EventName = "MonitorUnanswered")]
    private static partial void LogMonitorUnanswered(ILogger logger, string resource, string reason);
}
