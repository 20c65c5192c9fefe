namespace Microkernel.Consensus.Storage;

/// <summary>
/// Keeps a segment file ready: made at its full size, filled with zeros and synced, so that an append changes only
/// data, never the file's size. A segment that is given up becomes the spare, once it is filled with zeros again: what a
/// torn write left out must read as zeros.
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
            options.RunInBackground(() => Prepare(() => files.Create(_draft + ".next"), done));
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

            // The old name must be gone for good before the content is.
            files.Rename(path, _draft + ".next");
            files.SyncDirectory(directory);
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _preparing = done.Task;
            var run = options.RunInBackground ?? (action => action());
            run(() => Prepare(() => files.Open(_draft + ".next"), done));
        }
    }

    private void Prepare(Func<IStorageFile> open, TaskCompletionSource done)
    {
        try
        {
            using (var file = open())
            {
                Fill(file, options.SegmentBytes);
            }

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
        Fill(file, bytes);
    }

    private static void Fill(IStorageFile file, int bytes)
    {
        var zeros = new byte[256 * 1024];
        for (var offset = 0; offset < bytes; offset += zeros.Length)
        {
            file.Write(offset, zeros.AsSpan(0, Math.Min(zeros.Length, bytes - offset)));
        }

        file.Sync();
    }
}
