namespace Grpc.Core;

/// <summary>Reads a stream of messages, one at a time.</summary>
public interface IAsyncStreamReader<out T>
{
    /// <summary>Gets the message that the last successful <see cref="MoveNext" /> read.</summary>
    T Current { get; }

    /// <summary>Reads the next message; the result is false at the end of the stream.</summary>
    /// <exception cref="RpcException">The call failed.</exception>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}
