using Microkernel.Driver.V1;
using Microsoft.Extensions.Logging;

namespace Microkernel.Driver;

internal sealed partial class ResourceGrpcService
{
    [LoggerMessage(101, LogLevel.Information,
        "{Action} of {Resource} ({Agent}) ended {Outcome} after {Milliseconds:F0} ms {Reason}",
        EventName = "ResourceOperationEnded")]
    private static partial void LogEnded(
        ILogger logger, ResourceAction action, string resource, string agent, Outcome outcome, double milliseconds,
        string reason);

    [LoggerMessage(102, LogLevel.Error, "{Action} of {Resource} ({Agent}) met a fault in the driver",
        EventName = "ResourceOperationFault")]
    private static partial void LogFault(
        ILogger logger, Exception exception, ResourceAction action, string resource, string agent);
}
