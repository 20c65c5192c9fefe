namespace Simulation.Disk;

/// <summary>The content of a file: what was synced, and what was written since.</summary>
internal sealed class SimulatedInode
{
    private const int SectorBytes = 64;
    private byte[] _durable = [];
    private byte[] _content = [];
    private readonly HashSet<int> _dirtySectors = [];

    public long Length => _content.Length;

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        if (offset + bytes.Length > _content.Length)
        {
            Array.Resize(ref _content, (int)(offset + bytes.Length));
        }

        bytes.CopyTo(_content.AsSpan((int)offset));
        for (var sector = offset / SectorBytes; sector * SectorBytes < offset + bytes.Length; sector++)
        {
            _dirtySectors.Add((int)sector);
        }
    }

    public int Read(long offset, Span<byte> buffer)
    {
        var length = (int)Math.Clamp(_content.Length - offset, 0, buffer.Length);
        _content.AsSpan((int)Math.Min(offset, _content.Length), length).CopyTo(buffer);
        return length;
    }

    public void SetLength(long length)
    {
        Array.Resize(ref _content, (int)length);
        _dirtySectors.RemoveWhere(sector => sector * SectorBytes >= length);
    }

    public void Sync()
    {
        _durable = (byte[])_content.Clone();
        _dirtySectors.Clear();
    }

    public void Flip(long offset, int bit)
    {
        _content[offset] ^= (byte)(1 << bit);
        _durable[offset] ^= (byte)(1 << bit);
    }

    public void Crash(Random random)
    {
        var survivors = random.Next(3);
        var content = (byte[])_durable.Clone();
        foreach (var sector in _dirtySectors.Order())
        {
            var survives = survivors == 2 || (survivors == 1 && random.Next(2) == 0);
            var start = sector * SectorBytes;
            if (survives && start < _content.Length)
            {
                var length = Math.Min(SectorBytes, _content.Length - start);
                if (content.Length < start + length)
                {
                    Array.Resize(ref content, start + length);
                }

                _content.AsSpan(start, length).CopyTo(content.AsSpan(start));
            }
        }

        _content = content;
        _dirtySectors.Clear();

        // Recovery may read it from the disk's cache, but until it is synced it may still be lost.
        foreach (var sector in Enumerable.Range(0, (content.Length + SectorBytes - 1) / SectorBytes))
        {
            var start = sector * SectorBytes;
            var length = Math.Min(SectorBytes, content.Length - start);
            if (start + length > _durable.Length
                || !content.AsSpan(start, length).SequenceEqual(_durable.AsSpan(start, length)))
            {
                _dirtySectors.Add(sector);
            }
        }
    }
}
