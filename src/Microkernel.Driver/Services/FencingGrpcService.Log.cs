using Microkernel.Driver.V1;
using Microsoft.Extensions.Logging;

namespace Microkernel.Driver;

internal sealed partial class FencingGrpcService
{
    [LoggerMessage(201, LogLevel.Information,
        "{Action} of node {Node} by {Device} ({Agent}): succeeded {Succeeded}, {Verdict}, after {Milliseconds:F0} ms "
        + "{Reason}",
        EventName = "FenceOperationEnded")]
    private static partial void LogEnded(
        ILogger logger, FenceAction action, string node, string device, string agent, bool succeeded,
        FenceVerdict verdict, double milliseconds, string reason);

    [LoggerMessage(202, LogLevel.Error, "{Action} by {Device} ({Agent}) met a fault in the driver",
        EventName = "FenceOperationFault")]
    private static partial void LogFault(
        ILogger logger, Exception exception, FenceAction action, string device, string agent);
}
