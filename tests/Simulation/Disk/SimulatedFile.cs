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

        inode.Write(offset, bytes);
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
        inode.Sync();
    }

    public void Dispose()
    {
    }

    private void Call()
    {
        Assert.True(_generation == disk.Generation, "A file was used after the crash of its machine.");
        disk.Call();
    }
}
