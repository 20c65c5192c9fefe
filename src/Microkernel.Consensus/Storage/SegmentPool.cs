namespace Microkernel.Consensus.Storage;

/// <summary>
/// Keeps a segment file ready: made at its full size, filled with zeros and synced, so that an append changes only
/// data, never the file's size. A segment that is given up becomes the spare.
/// </summary>
internal sealed class SegmentPool(IFileSystem files, string directory, WriteAheadLogOptions options)
{
    private const string SpareName = "spare";
    private readonly Lock _lock = new();
    private readonly string _spare = Path.Combine(directory, SpareName);
    private readonly string _draft = Path.Combine(directory, SpareName + ".tmp");
    private Task? _preparing;
    private bool _isSpareReady = files.ListFiles(directory).Contains(SpareName);

    /// <summary>Takes a file of at least so many bytes.</summary>
    public (string Path, IStorageFile File) Take(int bytes)
    {
        Task? preparing;
        lock (_lock)
        {
            preparing = _preparing;
        }

        preparing?.Wait();
        lock (_lock)
        {
            if (_isSpareReady)
            {
                var spare = files.Open(_spare);
                if (spare.Length >= bytes)
                {
                    _isSpareReady = false;
                    return (_spare, spare);
                }

                spare.Dispose();
            }
        }

        Make(_draft, Math.Max(bytes, options.SegmentBytes));
        return (_draft, files.Open(_draft));
    }

    /// <summary>Begins to make the next spare.</summary>
    public void PrepareNext()
    {
        if (options.RunInBackground is null)
        {
            return;
        }

        lock (_lock)
        {
            if (_isSpareReady || _preparing is { IsCompleted: false })
            {
                return;
            }

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _preparing = done.Task;
            options.RunInBackground(() => Prepare(done));
        }
    }

    /// <summary>Takes back a segment; the caller syncs the directory.</summary>
    public void Recycle(string path, long length)
    {
        lock (_lock)
        {
            if (_isSpareReady || _preparing is { IsCompleted: false } || length != options.SegmentBytes)
            {
                files.Delete(path);
                return;
            }

            files.Rename(path, _spare);
            _isSpareReady = true;
        }
    }

    private void Prepare(TaskCompletionSource done)
    {
        try
        {
            Make(_draft + ".next", options.SegmentBytes);
            files.Rename(_draft + ".next", _spare);
            lock (_lock)
            {
                _isSpareReady = true;
            }
        }
        catch (IOException)
        {
            // The segment is made again when it is needed; if the disk still fails then, that is where it shows.
        }
        finally
        {
            done.SetResult();
        }
    }

    private void Make(string path, int bytes)
    {
        using var file = files.Create(path);
        var zeros = new byte[256 * 1024];
        for (var offset = 0; offset < bytes; offset += zeros.Length)
        {
            file.Write(offset, zeros.AsSpan(0, Math.Min(zeros.Length, bytes - offset)));
        }

        file.Sync();
    }
}
