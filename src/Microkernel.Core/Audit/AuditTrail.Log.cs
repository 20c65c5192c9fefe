namespace Microkernel.Core.Audit;

internal sealed partial class AuditTrail
{
    [LoggerMessage(1, LogLevel.Error,
        "Audit record not written: {Action} by '{Who}' from {Origin} on {Target}, {Outcome}: {Reason}",
        EventName = "AuditUnwritten")]
    private static partial void LogUnwritten(
        ILogger logger, string action, string who, string origin, string target, string outcome, string reason);
}
