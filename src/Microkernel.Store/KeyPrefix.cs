using Google.Protobuf;

namespace Microkernel.Store;

/// <summary>Turns a prefix into a range.</summary>
public static class KeyPrefix
{
    /// <summary>Finds where the keys with a prefix end.</summary>
    /// <param name="prefix">The prefix; empty stands for all keys, whose first is one zero byte.</param>
    /// <returns>The range_end for a range that starts at the prefix.</returns>
    public static ByteString EndOf(ByteString prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var bytes = prefix.Span;
        int length = bytes.Length;
        while (length > 0 && bytes[length - 1] == byte.MaxValue)
            length--;
        // Nothing comes after 0xff 0xff...: the range has no end.
        if (length == 0)
            return ByteString.CopyFrom(0);
        var end = bytes[..length].ToArray();
        end[^1]++;
        return UnsafeByteOperations.UnsafeWrap(end);
    }
}
