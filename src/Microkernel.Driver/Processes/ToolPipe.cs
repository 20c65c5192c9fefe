using System.Buffers;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Microkernel.Driver;

/// <summary>A pipe to or from a child.</summary>
internal sealed partial class ToolPipe : IDisposable
{
    private const int BufferSize = 8192;

    /// <summary>
    /// Most that is read once the child has ended: a pipe of Linux holds 64 KiB by default, 1 MiB at most.
    /// </summary>
    private const int RestBytesMax = 1 << 20;

    private const short PollIn = 1;

    private readonly AnonymousPipeServerStream _stream;
    private readonly CancellationTokenSource _ended = new();
    private Action<ReadOnlySpan<byte>> _append = static _ => { };
    private Task<bool> _following = Task.FromResult(true);

    private ToolPipe(PipeDirection direction)
    {
        // Both ends close-on-exec: the child gets its end by name, no other child gets any.
        _stream = new AnonymousPipeServerStream(direction, HandleInheritability.None);
    }

    /// <summary>The child's end.</summary>
    public SafePipeHandle ChildHandle => _stream.ClientSafePipeHandle;

    public static ToolPipe ToChild() => new(PipeDirection.Out);

    public static ToolPipe FromChild() => new(PipeDirection.In);

    public void CloseChildHandle() => _stream.DisposeLocalCopyOfClientHandle();

    /// <summary>Writes all and closes; a child that does not read to the end is no error.</summary>
    public async Task FeedAsync(string text, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        try
        {
            await _stream.WriteAsync(bytes, cancellationToken);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The child has closed its end, has ended, or is out of time.
        }
        finally
        {
            Erase(bytes);
            await _stream.DisposeAsync();
        }
    }

    /// <summary>Begins to read what the child writes.</summary>
    public void Follow(Action<ReadOnlySpan<byte>> append)
    {
        CloseChildHandle();
        _append = append;
        _following = ReadAsync(_ended.Token);
    }

    /// <summary>
    /// Reads what is there once the child has ended, and no further: a daemon that the child left behind may hold the
    /// pipe for ever. Such a pipe is then emptied in the background, so that the daemon is not ended by SIGPIPE.
    /// </summary>
    public async Task FinishAsync()
    {
        await _ended.CancelAsync();
        var closed = await _following || ReadRest();
        if (closed)
            Dispose();
        else
            _ = DiscardAsync();
    }

    public void Dispose()
    {
        _stream.Dispose();
        _ended.Dispose();
    }

    private async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (true)
            {
                var count = await _stream.ReadAsync(buffer, cancellationToken);
                if (count == 0)
                    return true;
                _append(buffer.AsSpan(0, count));
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private unsafe bool ReadRest()
    {
        var file = (int)_stream.SafePipeHandle.DangerousGetHandle();
        var buffer = stackalloc byte[BufferSize];
        for (var total = 0; total < RestBytesMax;)
        {
            var poll = new PollFile { File = file, Events = PollIn };
            if (Poll(&poll, 1, 0) <= 0)
                return false;
            var count = (int)Read(file, buffer, BufferSize);
            if (count <= 0)
                return count == 0;
            _append(new ReadOnlySpan<byte>(buffer, count));
            total += count;
        }
        return false;
    }

    private async Task DiscardAsync()
    {
        _append = static _ => { };
        await ReadAsync(CancellationToken.None);
        Dispose();
    }

    private static void Erase(byte[] bytes) =>
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(bytes);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollFile
    {
        public int File;
        public short Events;
        public short ReturnedEvents;
    }

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static unsafe partial int Poll(PollFile* files, ulong count, int timeout);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static unsafe partial nint Read(int file, byte* buffer, nint count);
}
