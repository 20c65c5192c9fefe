using System.Buffers;

namespace Grpc.Core;

/// <summary>Holds the bytes of one received message, valid only while it is being read.</summary>
public abstract class DeserializationContext
{
    /// <summary>Gets the size of the message in bytes.</summary>
    public abstract int PayloadLength { get; }

    /// <summary>Copies the message into an array of the caller's own.</summary>
    public virtual byte[] PayloadAsNewBuffer() => throw new NotSupportedException();

    /// <summary>Returns the message in place; the memory is reused once the message has been read.</summary>
    public virtual ReadOnlySequence<byte> PayloadAsReadOnlySequence() => throw new NotSupportedException();
}
