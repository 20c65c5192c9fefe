using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Microkernel.Store.Snapshots;

/// <summary>
/// Turns a snapshot into the file that `etcdctl snapshot save` takes: zeros up to a multiple of 512 bytes, then the
/// SHA-256 of all before.
/// </summary>
internal static class SnapshotDownload
{
    private const int Alignment = 512;
    private const int ChunkSize = 256 * 1024;

    /// <summary>Returns the file in pieces, each with the number of bytes that follow it.</summary>
    public static async IAsyncEnumerable<(byte[] Chunk, long Remaining)> RunAsync(
        StoreSnapshot snapshot, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Written twice: the length must be known first, and neither memory nor disk should hold a copy.
        using var counter = new CountingStream();
        snapshot.WriteTo(counter);
        long padding = (Alignment - (counter.Length % Alignment)) % Alignment;
        long remaining = counter.Length + padding + SHA256.HashSizeInBytes;

        var pipe = new Pipe();
        var writing = Task.Run(() => Write(snapshot, padding, pipe.Writer), cancellationToken);
        var source = pipe.Reader.AsStream();
        try
        {
            while (remaining > 0)
            {
                var chunk = new byte[Math.Min(ChunkSize, remaining)];
                await source.ReadExactlyAsync(chunk, cancellationToken);
                remaining -= chunk.Length;
                yield return (chunk, remaining);
            }
        }
        finally
        {
            await pipe.Reader.CompleteAsync();
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static void Write(StoreSnapshot snapshot, long padding, PipeWriter writer)
    {
        Exception? failure = null;
        try
        {
            using var sha = SHA256.Create();
            var destination = writer.AsStream(leaveOpen: true);
            using (var hashed = new CryptoStream(destination, sha, CryptoStreamMode.Write, leaveOpen: true))
            {
                snapshot.WriteTo(hashed);
                hashed.Write(new byte[padding]);
            }

            destination.Write(sha.Hash);
            destination.Flush();
        }
        catch (Exception e)
        {
            failure = e;
            throw;
        }
        finally
        {
            writer.Complete(failure);
        }
    }
}
