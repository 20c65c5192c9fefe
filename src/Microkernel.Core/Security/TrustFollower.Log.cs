namespace Microkernel.Core.Security;

internal sealed partial class TrustFollower
{
    [LoggerMessage(1, LogLevel.Warning, "Certificates could not be brought up to date: {Reason}", EventName = "TrustFailed")]
    private static partial void LogFailed(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Information, "Certificates read anew: own {Serial}, {Count} authorities trusted",
        EventName = "TrustReloaded")]
    private static partial void LogReloaded(ILogger logger, string serial, int count);

    [LoggerMessage(3, LogLevel.Warning, "Ended {Count} connections whose certificate is revoked or over",
        EventName = "DistrustedEnded")]
    private static partial void LogEnded(ILogger logger, int count);

    [LoggerMessage(4, LogLevel.Information, "Renewed this node's certificate: {Serial}", EventName = "CertificateRenewed")]
    private static partial void LogRenewed(ILogger logger, string serial);
}
