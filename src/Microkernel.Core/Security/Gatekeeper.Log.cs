namespace Microkernel.Core.Security;

internal sealed partial class Gatekeeper
{
    [LoggerMessage(1, LogLevel.Warning, "Refused {Method} to '{Name}' ({Role}) from {Origin}", EventName = "CallRefused")]
    private static partial void LogRefused(ILogger logger, string method, string name, string role, string origin);
}
