using System.Buffers.Binary;
using Microkernel.Store.Snapshots;

namespace Microkernel.Store.Mvcc;

/// <summary>Walks all that a state keeps. The caller has pinned the state.</summary>
internal static class History
{
    /// <summary>Returns the keys as they were before the kept history, in order.</summary>
    public static IEnumerable<KeyVersion> Base(MvccView view)
    {
        var cursor = new KeyCursor(view.Root, KeyRange.All);
        while (cursor.MoveNext())
        {
            if (cursor.Current.LiveAt(view.FirstChange - 1) is { } version)
                yield return version;
        }
    }

    /// <summary>Computes a hash of all that is kept up to a revision.</summary>
    /// <remarks>Equal on any two members for the same revision and the same compacted revision.</remarks>
    public static uint Hash(MvccView view, long revision)
    {
        uint hash = 0;
        long floor = view.FirstChange - 1;
        var cursor = new KeyCursor(view.Root, KeyRange.All);
        while (cursor.MoveNext())
        {
            for (var version = cursor.Current.At(revision); version is not null; version = version.Previous)
            {
                bool old = version.Revision <= floor;
                if (!old || version.IsLive)
                    hash = Hash(version, hash);
                if (old)
                    break;
            }
        }

        return hash;
    }

    private static uint Hash(KeyVersion version, uint hash)
    {
        var data = version.Data;
        Span<byte> numbers = stackalloc byte[6 * sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(numbers, data.CreateRevision);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[8..], data.ModRevision);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[16..], data.Version);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[24..], data.Lease);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[32..], data.Key.Length);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[40..], data.Value.Length);
        return Crc32C.Of(data.Value.Span, Crc32C.Of(data.Key.Span, Crc32C.Of(numbers, hash)));
    }
}
