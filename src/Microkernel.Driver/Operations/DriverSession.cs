using Microkernel.Driver.V1;

namespace Microkernel.Driver;

/// <summary>Epoch, generation and activation of one instance (the first two numbers of the protocol).</summary>
internal sealed class DriverSession : IDriverSession
{
    /// <summary>Versions of the protocol that this SDK speaks.</summary>
    public static readonly IReadOnlyList<uint> ProtocolVersions = [1];

    private readonly Lock _lock = new();
    private Activation _activation = Activation.Unspecified;

    public event Action? Deactivated;

    public string Cluster { get; private set; } = "";

    public string Node { get; private set; } = "";

    public ulong CoreEpoch { get; private set; }

    public ulong Generation { get; private set; }

    /// <summary>What this instance holds: its generation and what it may do by it.</summary>
    public (ulong Generation, Activation Activation) Held
    {
        get
        {
            lock (_lock)
                return (Generation, _activation);
        }
    }

    /// <summary>Greets a core and chooses the protocol version.</summary>
    public uint Greet(HandshakeRequest request)
    {
        if (request.Cluster.Length is 0 or > 255)
            throw DriverErrors.Invalid("cluster", request.Cluster, "a name of 1 to 255 characters");
        if (request.Node.Length is 0 or > 255)
            throw DriverErrors.Invalid("node", request.Node, "a name of 1 to 255 characters");
        if (request.CoreEpoch == 0)
            throw DriverErrors.Invalid("core_epoch", 0, "at least 1");
        if (request.ProtocolVersions.Count == 0)
            throw DriverErrors.Invalid("protocol_versions", null, "at least one version");
        var version = request.ProtocolVersions.FirstOrDefault(ProtocolVersions.Contains);
        if (version == 0)
            throw DriverErrors.Precondition(
                $"protocol_versions: the core speaks {string.Join(", ", request.ProtocolVersions)}, "
                + $"this driver speaks {string.Join(", ", ProtocolVersions)}");
        lock (_lock)
        {
            if (request.CoreEpoch < CoreEpoch)
                throw DriverErrors.Outdated(
                    $"core_epoch: {request.CoreEpoch} is older than {CoreEpoch}, seen before");
            (CoreEpoch, Cluster, Node) = (request.CoreEpoch, request.Cluster, request.Node);
        }
        return version;
    }

    /// <summary>Gives or takes the right to act.</summary>
    public void Activate(ActivateRequest request)
    {
        if (request.Generation == 0)
            throw DriverErrors.Invalid("generation", 0, "at least 1");
        if (request.Activation is not (Activation.Active or Activation.Observer))
            throw DriverErrors.Invalid(
                "activation", request.Activation, "ACTIVATION_OBSERVER or ACTIVATION_ACTIVE");
        bool deactivated;
        lock (_lock)
        {
            if (CoreEpoch == 0)
                throw DriverErrors.Precondition("no handshake was done with this instance");
            if (request.Generation < Generation)
                throw DriverErrors.Outdated(
                    $"generation: {request.Generation} is older than {Generation}, which this instance holds");
            deactivated = _activation == Activation.Active && request.Activation == Activation.Observer;
            (Generation, _activation) = (request.Generation, request.Activation);
        }
        if (deactivated)
            Deactivated?.Invoke();
    }

    public void RequireActive(ulong generation)
    {
        if (generation == 0)
            throw DriverErrors.Invalid("driver_generation", 0, "at least 1");
        lock (_lock)
        {
            if (generation != Generation)
                throw DriverErrors.Precondition(
                    $"driver_generation: this instance holds {Generation}, the call is for {generation}");
            if (_activation != Activation.Active)
                throw DriverErrors.Precondition("this instance only observes");
        }
    }
}
