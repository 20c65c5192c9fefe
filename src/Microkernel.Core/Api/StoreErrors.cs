using Grpc.Core;

namespace Microkernel.Core.Api;

/// <summary>Says in this API's words why the store did not take a request.</summary>
internal static class StoreErrors
{
    /// <exception cref="RpcException">UNAVAILABLE where there is no quorum or no leader; else as the store says.</exception>
    public static async Task<T> TranslateAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable)
        {
            throw new RpcException(new Status(StatusCode.Unavailable,
                $"no quorum, or no leader now ({e.Status.Detail}): try again; 'mkctl status' tells more"));
        }
    }
}
