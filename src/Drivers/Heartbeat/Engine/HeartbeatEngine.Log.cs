namespace Microkernel.Drivers.Heartbeat.Engine;

internal sealed partial class HeartbeatEngine
{
    [LoggerMessage(21, LogLevel.Information,
        "Configuration {Version}: {Rings} rings, {Peers} peers, a beat every {IntervalMs} ms, bound {TimeoutMs} ms.",
        EventName = "Configured")]
    private partial void LogConfigured(ulong version, int rings, int peers, double intervalMs, double timeoutMs);

    [LoggerMessage(22, LogLevel.Warning,
        "Woke up {LateMs:F0} ms late: this process was stopped or starved. Peers get that time on top.",
        EventName = "WokeLate")]
    private partial void LogLate(double lateMs);

    [LoggerMessage(23, LogLevel.Information, "Ring {Ring} is bound to {Address}.", EventName = "RingBound")]
    private partial void LogBound(string ring, string address);
}
