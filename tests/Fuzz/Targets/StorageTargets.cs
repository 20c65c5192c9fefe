using Microkernel.Consensus.Storage;
using Microkernel.Store;

namespace Microkernel.Fuzz.Targets;

/// <summary>What is read from this node's disk, and what another node sends for it.</summary>
internal static class StorageTargets
{
    // In memory: there are thousands.
    private static readonly string Scratch = Path.Combine(
        Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"fuzz-{Environment.ProcessId}");

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("wal", Segment, []),
        new("raft-snapshot", input => OnDisk(input, path => SnapshotFile.Open(new DiskFileSystem(), path).Dispose()), [new byte[64]]),
        new("store-snapshot", Snapshot, [StoreSnapshot()]),
    ];

    private static void Segment(byte[] input) => OnDisk(input, path =>
    {
        var recovered = new RecoveredLog();
        foreach (var (offset, frame) in new SegmentReader(new DiskFileSystem(), path, new WriteAheadLogOptions().SectorBytes).ReadFrames())
            recovered.Add(frame, path, offset);
    });

    private static void OnDisk(byte[] input, Action<string> use)
    {
        File.WriteAllBytes(Scratch, input);
        try
        {
            use(Scratch);
        }
        catch (Exception e) when (e is DamagedStorageException or IOException)
        {
            // Told to the operator; the node does not start.
        }
        finally
        {
            File.Delete(Scratch);
        }
    }

    private static byte[] StoreSnapshot()
    {
        using var snapshot = new StoreStateMachine(TimeProvider.System).CaptureSnapshot();
        using var stream = new MemoryStream();
        snapshot.WriteTo(stream);
        return stream.ToArray();
    }

    private static void Snapshot(byte[] input)
    {
        try
        {
            new StoreStateMachine(TimeProvider.System).Restore(new MemoryStream(input));
        }
        catch (InvalidDataException)
        {
            // Refused, with a reason.
        }
    }
}
