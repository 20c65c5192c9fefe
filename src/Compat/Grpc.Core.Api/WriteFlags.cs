namespace Grpc.Core;

/// <summary>Flags of a write.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>The message may wait to be sent together with others.</summary>
    BufferHint = 0x1,

    /// <summary>The message is not compressed even when the call is.</summary>
    NoCompress = 0x2,
}
