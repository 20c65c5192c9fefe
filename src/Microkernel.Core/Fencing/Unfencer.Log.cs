namespace Microkernel.Core.Fencing;

internal sealed partial class Unfencer
{
    [LoggerMessage(1530, LogLevel.Information, "{Device} has let {Node} in", EventName = "LetIn")]
    private static partial void LogLetIn(ILogger logger, string device, string node);

    [LoggerMessage(1531, LogLevel.Error, "{Device} does not let {Node} in: {Reason}", EventName = "NotLetIn")]
    private static partial void LogNotLetIn(ILogger logger, string device, string node, string reason);
}
