using Grpc.Core;

namespace Microkernel.Core.Heartbeat;

internal sealed partial class HeartbeatConfigurator
{
    [LoggerMessage(1100, LogLevel.Information, "Heartbeat driver {Instance} sends on {Rings} rings",
        EventName = "HeartbeatConfigured")]
    private static partial void LogConfigured(ILogger logger, int rings, string instance);

    [LoggerMessage(1101, LogLevel.Warning, "Heartbeat driver could not be configured: {Status}: {Reason}",
        EventName = "HeartbeatConfigureFailed")]
    private static partial void LogFailed(ILogger logger, StatusCode status, string reason);

    [LoggerMessage(1103, LogLevel.Information, "The peers were told that this node leaves", EventName = "GoodbyeSaid")]
    private static partial void LogGoodbye(ILogger logger);

    [LoggerMessage(1102, LogLevel.Warning, "Ring {Ring}: {Problem}", EventName = "RingProblem")]
    private static partial void LogRingProblem(ILogger logger, string ring, string problem);
}
