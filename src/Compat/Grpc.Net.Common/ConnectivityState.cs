namespace Grpc.Core;

/// <summary>The state of a channel's connection.</summary>
public enum ConnectivityState
{
    /// <summary>There is no connection, and none is being made.</summary>
    Idle,

    /// <summary>A connection is being made.</summary>
    Connecting,

    /// <summary>There is a connection.</summary>
    Ready,

    /// <summary>A connection failed; another attempt follows.</summary>
    TransientFailure,

    /// <summary>The channel was closed.</summary>
    Shutdown,
}
