using System.Runtime.InteropServices;
using Google.Protobuf;

namespace Microkernel.Store.Mvcc;

/// <summary>Gets at the array behind a key.</summary>
internal static class KeyBytes
{
    /// <summary>Returns a key's array: its own where it has one to itself, a copy otherwise.</summary>
    public static byte[] Of(ByteString key) =>
        MemoryMarshal.TryGetArray(key.Memory, out var segment) && segment.Array is { } array
            && segment.Offset == 0 && segment.Count == array.Length
            ? array
            : key.ToByteArray();
}
