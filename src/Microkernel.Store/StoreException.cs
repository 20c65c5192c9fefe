using Grpc.Core;

namespace Microkernel.Store;

/// <summary>A request to the store failed, and changed nothing unless the error says that this is not known.</summary>
/// <remarks>Being an <see cref="RpcException"/>, it reaches a gRPC client as the status that etcd would send.</remarks>
public sealed class StoreException : RpcException
{
    /// <summary>Creates an exception for a known error.</summary>
    /// <param name="error">What went wrong.</param>
    public StoreException(StoreError error)
        : base((error ?? throw new ArgumentNullException(nameof(error))).Status) => Error = error;

    /// <summary>Gets what went wrong.</summary>
    public StoreError Error { get; }
}
