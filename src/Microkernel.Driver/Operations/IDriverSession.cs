namespace Microkernel.Driver;

/// <summary>What the core has told this instance of the driver about itself and about the instance's rights.</summary>
public interface IDriverSession
{
    /// <summary>Name of the cluster; empty before the first handshake.</summary>
    string Cluster { get; }

    /// <summary>Name of this node; empty before the first handshake.</summary>
    string Node { get; }

    /// <summary>Highest core epoch greeted; 0 before the first handshake.</summary>
    ulong CoreEpoch { get; }

    /// <summary>Generation that this instance holds; 0 before the first activation.</summary>
    ulong Generation { get; }

    /// <summary>
    /// This instance acted and from now on only observes: another one took over. It ends what it does by itself, as
    /// heartbeats; resources go on. Raised on the thread of the call, which waits.
    /// </summary>
    event Action? Deactivated;

    /// <summary>Refuses a call that changes something unless this instance is active under that generation.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT for 0, otherwise FAILED_PRECONDITION.</exception>
    void RequireActive(ulong generation);
}
