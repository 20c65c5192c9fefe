using Google.Protobuf;

namespace Microkernel.Store.Mvcc;

/// <summary>Orders keys by their bytes.</summary>
internal sealed class KeyOrder : IComparer<ByteString>
{
    public static KeyOrder Instance { get; } = new();

    public int Compare(ByteString? x, ByteString? y) => x!.Span.SequenceCompareTo(y!.Span);
}
