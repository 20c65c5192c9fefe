using System.Net.Sockets;

namespace Microkernel.EndToEnd.Site;

/// <summary>Serves a Unix socket whose connections begin with one line.</summary>
/// <param name="path">Where the socket is made; at most 107 bytes.</param>
/// <param name="handle">Gets the first line and the connection, which is closed when it returns.</param>
public sealed class LineServer(string path, Func<string, Stream, CancellationToken, Task> handle)
{
    private const int LineLengthMax = 256;

    /// <summary>Makes the socket and serves it until cancelled.</summary>
    public async Task ServeAsync(TaskCompletionSource listening, CancellationToken cancellationToken)
    {
        File.Delete(path);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        listening.SetResult();
        while (true)
        {
            var connection = await listener.AcceptAsync(cancellationToken);
            _ = ServeOneAsync(connection, cancellationToken);
        }
    }

    private async Task ServeOneAsync(Socket connection, CancellationToken cancellationToken)
    {
        await using var stream = new NetworkStream(connection, ownsSocket: true);
        try
        {
            await handle(await ReadLineAsync(stream, cancellationToken), stream, cancellationToken);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // The caller hung up, or the lab ends.
        }
    }

    // Byte by byte: what follows the line belongs to the handler.
    private static async Task<string> ReadLineAsync(Stream stream, CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        var next = new byte[1];
        while (await stream.ReadAsync(next, cancellationToken) == 1 && next[0] != '\n')
        {
            line.Add(next[0]);
            if (line.Count > LineLengthMax)
            {
                throw new IOException($"A line of more than {LineLengthMax} bytes.");
            }
        }

        return System.Text.Encoding.UTF8.GetString([.. line]);
    }
}
