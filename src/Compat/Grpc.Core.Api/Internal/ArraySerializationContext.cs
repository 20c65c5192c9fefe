using System.Buffers;

namespace Grpc.Core.Internal;

/// <summary>Collects a message into an array.</summary>
internal sealed class ArraySerializationContext : SerializationContext
{
    private readonly ArrayBufferWriter<byte> _writer = new();
    private byte[]? _payload;

    public byte[] Payload =>
        _payload ?? throw new InvalidOperationException("The serializer returned without completing the message.");

    public override IBufferWriter<byte> GetBufferWriter() => _writer;

    public override void Complete() => Complete(_writer.WrittenSpan.ToArray());

    public override void Complete(byte[] payload)
    {
        if (_payload is not null)
        {
            throw new InvalidOperationException("The message was completed before.");
        }

        _payload = payload;
    }
}
