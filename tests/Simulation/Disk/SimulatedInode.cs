namespace Simulation.Disk;

/// <summary>The content of a file: what processes read, what is on the disk, and what will still get there.</summary>
internal sealed class SimulatedInode
{
    public const int SectorBytes = 64;
    private readonly HashSet<int> _dirtySectors = [];
    private readonly List<(long Offset, byte Mask)> _rot = [];
    private byte[] _durable = [];
    private byte[] _content = [];

    public int Length => _content.Length;

    public bool IsRotten => _rot.Count > 0;

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        if (offset + bytes.Length > _content.Length)
        {
            Array.Resize(ref _content, (int)(offset + bytes.Length));
        }

        bytes.CopyTo(_content.AsSpan((int)offset));
        Forget(offset, bytes.Length);
        for (var sector = offset / SectorBytes; sector * SectorBytes < offset + bytes.Length; sector++)
        {
            _dirtySectors.Add((int)sector);
        }
    }

    public int Read(long offset, Span<byte> buffer)
    {
        var length = (int)Math.Clamp(_content.Length - offset, 0, buffer.Length);
        _content.AsSpan((int)Math.Min(offset, _content.Length), length).CopyTo(buffer);
        foreach (var (place, mask) in _rot.Where(rot => rot.Offset >= offset && rot.Offset < offset + length))
        {
            buffer[(int)(place - offset)] ^= mask;
        }

        return length;
    }

    public void SetLength(long length)
    {
        Array.Resize(ref _content, (int)length);
        Forget(length, int.MaxValue);
        _dirtySectors.RemoveWhere(sector => sector * SectorBytes >= length);
    }

    public void Sync()
    {
        Array.Resize(ref _durable, _content.Length);
        foreach (var sector in _dirtySectors)
        {
            Sector(_content, sector).CopyTo(Sector(_durable, sector));
        }

        _dirtySectors.Clear();
    }

    /// <summary>
    /// What was to be written is marked as if it had been: the next sync does not try again, though processes go on
    /// reading it (fsync(2), "Errors").
    /// </summary>
    public void FailSync() => _dirtySectors.Clear();

    /// <summary>Lets a bit be read wrongly from now on.</summary>
    public void Rot(long offset, int bit) => _rot.Add((offset, (byte)(1 << bit)));

    public void Mend() => _rot.Clear();

    /// <summary>Loses what was not synced, in part.</summary>
    public void Crash(Random random)
    {
        var survivors = random.Next(3);
        var lost = _content;
        _content = (byte[])_durable.Clone();
        foreach (var sector in _dirtySectors.Order().ToList())
        {
            var survives = survivors == 2 || (survivors == 1 && random.Next(2) == 0);
            var from = Sector(lost, sector);
            if (!survives || from.IsEmpty)
            {
                // Recovery may find it in the disk's own cache, and what it finds may still be lost later.
                _dirtySectors.Remove(sector);
                continue;
            }

            var end = (sector * SectorBytes) + from.Length;
            if (_content.Length < end)
            {
                Array.Resize(ref _content, end);
            }

            from.CopyTo(_content.AsSpan(sector * SectorBytes));
        }
    }

    /// <summary>What is written anew is right again.</summary>
    private void Forget(long offset, long length)
    {
        if (_rot.Count > 0)
        {
            _rot.RemoveAll(rot => rot.Offset >= offset && rot.Offset - offset < length);
        }
    }

    private static Span<byte> Sector(byte[] bytes, int sector)
    {
        var start = Math.Min(sector * SectorBytes, bytes.Length);
        return bytes.AsSpan(start, Math.Min(SectorBytes, bytes.Length - start));
    }
}
