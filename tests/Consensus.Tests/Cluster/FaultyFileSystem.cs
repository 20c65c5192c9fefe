using Microkernel.Consensus.Storage;

namespace Consensus.Tests.Cluster;

/// <summary>The real file system, whose syncs of files can be made to hang or to fail.</summary>
internal sealed class FaultyFileSystem : IFileSystem
{
    private readonly DiskFileSystem _disk = new();
    private readonly object _gate = new();
    private bool _hangs;
    private volatile bool _isFull;
    private volatile bool _failsSync;

    public void Hang() => SetHanging(true);

    public void Release() => SetHanging(false);

    public void Fill() => _isFull = true;

    public void FailSync() => _failsSync = true;

    public void CreateDirectory(string path) => _disk.CreateDirectory(path);

    public IReadOnlyList<string> ListFiles(string directory) => _disk.ListFiles(directory);

    public IStorageFile Create(string path) => new FaultyFile(this, _disk.Create(path));

    public IStorageFile Open(string path) => new FaultyFile(this, _disk.Open(path));

    public void Rename(string from, string to) => _disk.Rename(from, to);

    public void Delete(string path) => _disk.Delete(path);

    public void SyncDirectory(string path) => _disk.SyncDirectory(path);

    private void SetHanging(bool hangs)
    {
        lock (_gate)
        {
            _hangs = hangs;
            Monitor.PulseAll(_gate);
        }
    }

    private void WaitWhileHanging()
    {
        lock (_gate)
        {
            while (_hangs)
            {
                Monitor.Wait(_gate);
            }
        }
    }

    private sealed class FaultyFile(FaultyFileSystem owner, IStorageFile file) : IStorageFile
    {
        public long Length => file.Length;

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            if (owner._isFull)
            {
                throw new IOException("No space left on device");
            }

            file.Write(offset, bytes);
        }

        public int Read(long offset, Span<byte> buffer) => file.Read(offset, buffer);

        public void SetLength(long length) => file.SetLength(length);

        public void Sync()
        {
            owner.WaitWhileHanging();
            if (owner._failsSync)
            {
                throw new IOException("Input/output error");
            }

            file.Sync();
        }

        public void Dispose() => file.Dispose();
    }
}
