namespace Grpc.Core;

/// <summary>Writes a stream of messages; one write at a time may be pending.</summary>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>Gets or sets the options of the writes that follow.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Writes a message.</summary>
    Task WriteAsync(T message);

    /// <summary>Writes a message unless the token is cancelled first.</summary>
    /// <exception cref="NotSupportedException">The token can be cancelled, which this writer cannot.</exception>
    Task WriteAsync(T message, CancellationToken cancellationToken) => cancellationToken.CanBeCanceled
        ? throw new NotSupportedException("This stream writer does not support the cancellation of a write.")
        : WriteAsync(message);
}
