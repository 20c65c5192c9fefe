using System.Runtime.CompilerServices;

namespace Grpc.Core;

/// <summary>Adds to <see cref="IAsyncStreamReader{T}" />.</summary>
public static class AsyncStreamReaderExtensions
{
    /// <summary>Reads the next message without a way to cancel the wait.</summary>
    public static Task<bool> MoveNext<T>(this IAsyncStreamReader<T> streamReader)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(streamReader);
        return streamReader.MoveNext(CancellationToken.None);
    }

    /// <summary>Returns the rest of the stream for <c>await foreach</c>.</summary>
    public static IAsyncEnumerable<T> ReadAllAsync<T>(
        this IAsyncStreamReader<T> streamReader, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(streamReader);
        return Iterate(streamReader, cancellationToken);
    }

    private static async IAsyncEnumerable<T> Iterate<T>(
        IAsyncStreamReader<T> reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await reader.MoveNext(cancellationToken).ConfigureAwait(false))
        {
            yield return reader.Current;
        }
    }
}
