using Microkernel.Consensus.Storage;
using Simulation.Disk;
using Simulation.Members;
using Simulation.World;

namespace Simulation.Faults;

/// <summary>What goes wrong with a member's disk.</summary>
internal sealed class DiskFaults(SimulationWorld world, Random random)
{
    public void End()
    {
        foreach (var member in world.Members)
        {
            member.WriteMsMax = 5;
            member.Disk.IsFull = false;
            member.Disk.CrashAtCall(-1);
            member.Disk.FailSync(-1);
        }
    }

    /// <summary>The machine loses power in the middle of one of the next calls to its disk.</summary>
    public void CrashInCall(SimulatedMember member) => member.Disk.CrashAtCall(random.Next(12));

    /// <summary>Writes take long, up to longer than a leader may wait.</summary>
    public void Slow(SimulatedMember member)
    {
        member.WriteMsMax = random.Next(3) == 0 ? 2000 : 50;
        world.Events.Plan(random.Next(1000), () => member.WriteMsMax = 5);
    }

    /// <summary>No file can grow for a while; the process ends when it needs one to.</summary>
    public void Fill(SimulatedMember member)
    {
        member.Trace("has a full disk");
        member.Disk.IsFull = true;
        world.Events.Plan(random.Next(2000), () => member.Disk.IsFull = false);
    }

    /// <summary>One of the next syncs fails.</summary>
    public void FailSync(SimulatedMember member) => member.Disk.FailSync(random.Next(3));

    /// <summary>
    /// Flips a bit anywhere in a member's files but in the last frame of its log: damage there cannot be told from a
    /// write that was torn, and is taken for one.
    /// </summary>
    public void Rot(SimulatedMember member)
    {
        var files = member.Disk.Files().Where(file => file.Length > 0).ToList();
        if (files.Count == 0)
        {
            return;
        }

        var (path, length) = files[random.Next(files.Count)];
        var newestSegment = files.LastOrDefault(file => file.Path.EndsWith(".wal", StringComparison.Ordinal)).Path;
        var end = path == newestSegment ? StartOfLastFrame(member, path) : length;
        if (end > 0)
        {
            var offset = random.Next(end);
            member.Trace($"rots: {path} at {offset}");
            member.Disk.Rot(path, offset, random.Next(8));
        }
    }

    private static int StartOfLastFrame(SimulatedMember member, string path)
    {
        try
        {
            return (int)new SegmentReader(member.Disk, path, SimulatedInode.SectorBytes)
                .ReadFrames().LastOrDefault().Offset;
        }
        catch (Exception exception) when (exception is DamagedStorageException or SimulatedPowerLossException)
        {
            // It is rotten already, or about to lose power.
            return 0;
        }
    }
}
