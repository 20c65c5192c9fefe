namespace Microkernel.Core.Security;

internal sealed partial class SecurityUpkeep
{
    [LoggerMessage(1, LogLevel.Warning, "Keys and authorities could not be looked after: {Reason}",
        EventName = "SecurityUpkeepFailed")]
    private static partial void LogFailed(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Information, "Took data key {Id} from the leader", EventName = "DataKeyFetched")]
    private static partial void LogFetched(ILogger logger, uint id);

    [LoggerMessage(3, LogLevel.Information, "Every node trusts the authority {Fingerprint}: it issues from now on",
        EventName = "AuthorityIssues")]
    private static partial void LogIssues(ILogger logger, string fingerprint);
}
