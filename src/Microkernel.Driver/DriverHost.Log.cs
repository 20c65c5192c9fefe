using Microsoft.Extensions.Logging;

namespace Microkernel.Driver;

public sealed partial class DriverHost
{
    [LoggerMessage(1, LogLevel.Information, "Driver {Name} serves on {Path}", EventName = "DriverServing")]
    private static partial void LogServing(ILogger logger, string name, string path);

    [LoggerMessage(2, LogLevel.Information, "Driver {Name} ends: {Reason}", EventName = "DriverEnding")]
    private static partial void LogEnding(ILogger logger, string name, string reason);

    [LoggerMessage(3, LogLevel.Warning,
        "Driver {Name} ends with {Count} operations still under way after {Seconds} s; their tools go on",
        EventName = "DriverUndrained")]
    private static partial void LogUndrained(ILogger logger, string name, int count, double seconds);
}
