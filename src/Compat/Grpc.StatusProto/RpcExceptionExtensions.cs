namespace Grpc.Core;

/// <summary>Reads the error details of a failed call.</summary>
public static class RpcExceptionExtensions
{
    /// <summary>Returns the error details that came with the failure, or null if none can be read.</summary>
    public static Google.Rpc.Status? GetRpcStatus(this RpcException ex)
    {
        ArgumentNullException.ThrowIfNull(ex);
        return ex.Trailers.GetRpcStatus(ignoreParseError: true);
    }
}
