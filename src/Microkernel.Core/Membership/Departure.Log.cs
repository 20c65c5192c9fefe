namespace Microkernel.Core.Membership;

internal sealed partial class Departure
{
    [LoggerMessage(1630, LogLevel.Information, "This node {What}", EventName = "DepartureChanged")]
    private static partial void LogChanged(ILogger logger, string what);

    [LoggerMessage(1631, LogLevel.Warning, "This node leads and cannot leave yet: {Reason}", EventName = "LeaderStays")]
    private static partial void LogStays(ILogger logger, string reason);
}
