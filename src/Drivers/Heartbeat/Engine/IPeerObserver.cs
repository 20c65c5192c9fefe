namespace Microkernel.Drivers.Heartbeat.Engine;

/// <summary>Is told what the rings hear, on the engine's thread: it must not wait.</summary>
internal interface IPeerObserver
{
    /// <summary>Takes peers that changed, or whose statistics are due.</summary>
    void PeersChanged(IReadOnlyList<PeerReport> peers);

    /// <summary>Takes the peers that are no longer configured.</summary>
    void PeersRemoved(IReadOnlyList<string> nodes);

    /// <summary>Takes all that is wrong now, each a sentence for people; empty when nothing is.</summary>
    void ProblemsChanged(IReadOnlyList<string> problems);
}
