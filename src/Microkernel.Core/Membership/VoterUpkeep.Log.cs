namespace Microkernel.Core.Membership;

internal sealed partial class VoterUpkeep
{
    [LoggerMessage(1620, LogLevel.Information, "{Node} votes again", EventName = "VoterReturned")]
    private static partial void LogReturned(ILogger logger, string node);

    [LoggerMessage(1621, LogLevel.Information, "{Node} has left in order and votes no more", EventName = "VoterLeft")]
    private static partial void LogLeft(ILogger logger, string node);

    [LoggerMessage(1622, LogLevel.Warning, "Who votes could not be changed: {Reason}", EventName = "VotersUnchanged")]
    private static partial void LogUnchanged(ILogger logger, string reason);
}
