using Microkernel.Consensus.Storage;

namespace Simulation.Disk;

/// <summary>An open file on a <see cref="SimulatedDisk"/>; dead once the machine has crashed.</summary>
internal sealed class SimulatedFile(SimulatedDisk disk, SimulatedInode inode) : IStorageFile
{
    private readonly int _generation = disk.Generation;

    public long Length => inode.Length;

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        try
        {
            Call();
        }
        catch (SimulatedPowerLossException)
        {
            // The write had begun.
            inode.Write(offset, bytes);
            throw;
        }

        var room = disk.IsFull ? (int)Math.Clamp(inode.Length - offset, 0, bytes.Length) : bytes.Length;
        inode.Write(offset, bytes[..room]);
        if (room < bytes.Length)
        {
            throw new IOException("No space left on device.");
        }
    }

    public int Read(long offset, Span<byte> buffer)
    {
        Call();
        return inode.Read(offset, buffer);
    }

    public void SetLength(long length)
    {
        Call();
        inode.SetLength(length);
    }

    public void Sync()
    {
        Call();
        if (disk.TakeSyncFailure())
        {
            inode.FailSync();
            throw new IOException("Input/output error.");
        }

        inode.Sync();
    }

    public void Dispose()
    {
    }

    private void Call()
    {
        if (_generation != disk.Generation)
        {
            throw new InvalidOperationException("A file was used after the end of its process.");
        }

        disk.Call();
    }
}
