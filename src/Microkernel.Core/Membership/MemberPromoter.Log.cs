namespace Microkernel.Core.Membership;

internal sealed partial class MemberPromoter
{
    [LoggerMessage(1, LogLevel.Information, "{Node} has caught up and votes from now on", EventName = "MemberPromoted")]
    private static partial void LogPromoted(ILogger logger, string node);

    [LoggerMessage(2, LogLevel.Warning, "{Node} has caught up but cannot vote yet: {Reason}", EventName = "MemberNotPromoted")]
    private static partial void LogNotPromoted(ILogger logger, string node, string reason);
}
