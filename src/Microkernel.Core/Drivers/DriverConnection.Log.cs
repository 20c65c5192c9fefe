using DriverState = Microkernel.V1.DriverState;

namespace Microkernel.Core.Drivers;

internal sealed partial class DriverConnection
{
    [LoggerMessage(1000, LogLevel.Information, "Driver {Name} {Version} (instance {Instance}, pid {Pid}) greeted",
        EventName = "DriverGreeted")]
    private static partial void LogGreeted(ILogger logger, string name, string version, string instance, long pid);

    [LoggerMessage(1001, LogLevel.Information, "Driver {Name} at {SocketPath} is {State}: {Reason}",
        EventName = "DriverStateChanged")]
    private static partial void LogStateChanged(
        ILogger logger, string name, string socketPath, DriverState state, string reason);
}
