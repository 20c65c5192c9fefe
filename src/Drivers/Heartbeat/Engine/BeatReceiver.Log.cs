namespace Microkernel.Drivers.Heartbeat.Engine;

internal sealed partial class BeatReceiver
{
    [LoggerMessage(1, LogLevel.Information, "Peer {Node} is heard, first on ring {Ring}.", EventName = "PeerHeard")]
    private partial void LogPeerHeard(string node, string ring);

    [LoggerMessage(2, LogLevel.Information, "Peer {Node} said on ring {Ring} that it leaves.", EventName = "PeerLeft")]
    private partial void LogPeerLeft(string node, string ring);

    [LoggerMessage(3, LogLevel.Information, "Peer {Node} has a new instance of its driver, met on ring {Ring}.",
        EventName = "PeerStarted")]
    private partial void LogPeerStarted(string node, string ring);
}
