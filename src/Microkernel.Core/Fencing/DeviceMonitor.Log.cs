namespace Microkernel.Core.Fencing;

internal sealed partial class DeviceMonitor
{
    [LoggerMessage(1510, LogLevel.Debug, "The check of fence device {Device} could not be recorded: {Reason}",
        EventName = "DeviceCheckUnwritten")]
    private static partial void LogUnwritten(ILogger logger, string device, string reason);
}
