namespace Microkernel.Core.Drivers;

internal sealed partial class DriverHost
{
    [LoggerMessage(1010, LogLevel.Information, "Driver {Name} at {SocketPath} is gone and has a successor",
        EventName = "DriverForgotten")]
    private static partial void LogForgotten(ILogger logger, string name, string socketPath);

    [LoggerMessage(1011, LogLevel.Warning, "No other instance of driver {Name} could be activated: {Reason}",
        EventName = "DriverPromotionFailed")]
    private static partial void LogPromotionFailed(ILogger logger, string name, string reason);
}
