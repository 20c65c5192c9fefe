namespace Grpc.Core;

/// <summary>Tells that a call failed; a server that throws it sets the status of the call.</summary>
public class RpcException : Exception
{
    /// <summary>Creates an exception whose message shows the status.</summary>
    public RpcException(Status status)
        : this(status, Metadata.Empty)
    {
    }

    /// <summary>Creates an exception with a message of its own; the message stays on this side.</summary>
    public RpcException(Status status, string message)
        : this(status, Metadata.Empty, message)
    {
    }

    /// <summary>Creates an exception that carries trailers.</summary>
    public RpcException(Status status, Metadata trailers)
        : this(status, trailers, status.ToString())
    {
    }

    /// <summary>Creates an exception that carries trailers and a message of its own.</summary>
    public RpcException(Status status, Metadata trailers, string message)
        : base(message, status.DebugException)
    {
        ArgumentNullException.ThrowIfNull(trailers);
        Status = status;
        Trailers = trailers;
    }

    /// <summary>Gets the status of the call.</summary>
    public Status Status { get; }

    /// <summary>Gets the code of the status.</summary>
    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>Gets the trailers of the call; empty when there were none.</summary>
    public Metadata Trailers { get; }
}
