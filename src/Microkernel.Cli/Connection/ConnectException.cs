using Grpc.Core;

namespace Microkernel.Cli.Connection;

/// <summary>No connection could be made, so nothing was sent.</summary>
internal sealed class ConnectException(ServerAddress address, string reason, Exception inner)
    : IOException($"{address.Text}: {reason}", inner)
{
    /// <summary>Returns the exception behind a failed call, or null where the call failed otherwise.</summary>
    public static ConnectException? Of(RpcException failure)
    {
        for (var e = failure.Status.DebugException; e is not null; e = e.InnerException)
        {
            if (e is ConnectException found)
            {
                return found;
            }
        }

        return null;
    }
}
