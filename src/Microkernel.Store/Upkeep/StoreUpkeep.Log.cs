using Etcdserverpb;
using Microsoft.Extensions.Logging;

namespace Microkernel.Store.Upkeep;

internal sealed partial class StoreUpkeep
{
    [LoggerMessage(4001, LogLevel.Information, "Lease {LeaseId:x} is over: its keys are deleted.")]
    private partial void LogLeaseExpired(long leaseId);

    [LoggerMessage(4002, LogLevel.Warning,
        "NOSPACE alarm: {Action}. Keys and history may take {QuotaBytes} bytes; above it puts are refused.")]
    private partial void LogSpaceAlarm(AlarmRequest.Types.AlarmAction action, long quotaBytes);

    [LoggerMessage(4003, LogLevel.Information, "Compacting to revision {Revision} of {Newest}.")]
    private partial void LogCompacting(long revision, long newest);

    [LoggerMessage(4005, LogLevel.Warning,
        "Space is short: all history up to revision {Revision} is given up. Keys and history may take {QuotaBytes} bytes.")]
    private partial void LogReclaiming(long revision, long quotaBytes);

    [LoggerMessage(4004, LogLevel.Debug, "A round of upkeep failed.")]
    private partial void LogRoundFailed(Exception exception);
}
