using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Microkernel.Consensus.Storage;

/// <summary>The real file system.</summary>
/// <param name="access">What files that are there are opened for.</param>
internal sealed partial class DiskFileSystem(FileAccess access = FileAccess.ReadWrite) : IFileSystem
{
    public void CreateDirectory(string path)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            return;
        }

        var parent = Path.GetDirectoryName(full);
        if (parent is not null)
        {
            CreateDirectory(parent);
        }

        Directory.CreateDirectory(full);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(full, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        if (parent is not null)
        {
            SyncDirectory(parent);
        }
    }

    public IReadOnlyList<string> ListFiles(string directory) =>
        [.. Directory.EnumerateFiles(directory).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public IStorageFile Create(string path) => new DiskFile(path, FileMode.Create, FileAccess.ReadWrite);

    public IStorageFile Open(string path) => new DiskFile(path, FileMode.Open, access);

    public void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    public void Delete(string path) => File.Delete(path);

    public void SyncDirectory(string path)
    {
        var descriptor = OpenDirectory(path, DirectoryReadOnly);
        if (descriptor < 0)
        {
            throw Failure("open", path);
        }

        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (SyncFile(handle) != 0)
        {
            throw Failure("fsync", path);
        }
    }

    // O_RDONLY | O_CLOEXEC, open(2).
    private const int DirectoryReadOnly = 0x80000;

    private static IOException Failure(string call, string path)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{call} {path}: {new Win32Exception(error).Message}", error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenDirectory(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int SyncFile(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int SyncData(SafeFileHandle handle);

    private sealed class DiskFile(string path, FileMode mode, FileAccess access) : IStorageFile
    {
        private readonly SafeFileHandle _handle =
            File.OpenHandle(path, mode, access, FileShare.ReadWrite | FileShare.Delete);

        public long Length => RandomAccess.GetLength(_handle);

        public void Write(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(_handle, bytes, offset);

        public int Read(long offset, Span<byte> buffer)
        {
            var total = 0;
            while (total < buffer.Length)
            {
                var read = RandomAccess.Read(_handle, buffer[total..], offset + total);
                if (read == 0)
                {
                    break;
                }

                total += read;
            }

            return total;
        }

        public void SetLength(long length) => RandomAccess.SetLength(_handle, length);

        public void Sync()
        {
            // fdatasync also writes the length when it changed (fdatasync(2)).
            if (SyncData(_handle) != 0)
            {
                throw Failure("fdatasync", path);
            }
        }

        public void Dispose() => _handle.Dispose();
    }
}
