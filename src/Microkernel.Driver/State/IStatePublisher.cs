using Microkernel.Driver.V1;

namespace Microkernel.Driver;

/// <summary>Takes what a driver sees change; it keeps the last of each and tells every open stream.</summary>
/// <remarks>Thread-safe. What equals the last known is not told again.</remarks>
public interface IStatePublisher
{
    /// <summary>Says what a resource does now.</summary>
    void Publish(ResourceChange change);

    /// <summary>Says what the rings hear of a peer now.</summary>
    void Publish(PeerChange change);

    /// <summary>Says how well the driver can work now.</summary>
    void Publish(Health health);

    /// <summary>Says the value of an attribute of the node; an empty value removes it.</summary>
    void Publish(AttributeChange change);

    /// <summary>Forgets peers that are not in a new configuration; they are in no later snapshot.</summary>
    void RetainPeers(IReadOnlyCollection<string> nodes);

    /// <summary>Whether anybody reads the state stream: the core lives and watches. Never waits for a lock.</summary>
    bool IsWatched { get; }
}
