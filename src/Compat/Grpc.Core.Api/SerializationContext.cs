using System.Buffers;

namespace Grpc.Core;

/// <summary>Takes the bytes of one message that is being sent.</summary>
public abstract class SerializationContext
{
    /// <summary>Gives the whole message at once.</summary>
    public virtual void Complete(byte[] payload) => throw new NotSupportedException();

    /// <summary>Returns a writer for the message; <see cref="Complete()" /> ends it.</summary>
    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotSupportedException();

    /// <summary>Announces the size in bytes, before the writer is asked for.</summary>
    public virtual void SetPayloadLength(int payloadLength)
    {
    }

    /// <summary>Ends a message that went through the writer.</summary>
    public virtual void Complete() => throw new NotSupportedException();
}
