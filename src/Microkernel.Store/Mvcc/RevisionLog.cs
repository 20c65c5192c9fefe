namespace Microkernel.Store.Mvcc;

/// <summary>The kept changes in order of revision, for watches that catch up and for compaction.</summary>
/// <remarks>One writer; views stay valid while it goes on, because a written slot never changes.</remarks>
internal sealed class RevisionLog
{
    private const int ChunkSize = 1024;

    private KeyVersion[][] _chunks = new KeyVersion[4][];
    private long _chunksStart;
    private long _start;
    private long _end;

    public RevisionLogView View() => new(_chunks, _chunksStart, _start, _end);

    public void Append(KeyVersion version)
    {
        int chunk = (int)((_end - _chunksStart) / ChunkSize);
        if (chunk == _chunks.Length)
            Array.Resize(ref _chunks, _chunks.Length * 2);
        _chunks[chunk] ??= new KeyVersion[ChunkSize];
        _chunks[chunk][(int)((_end - _chunksStart) % ChunkSize)] = version;
        _end++;
    }

    /// <summary>Gets the oldest change, if there is one.</summary>
    public KeyVersion? Oldest => _start < _end ? View()[_start] : null;

    /// <summary>Drops the oldest change.</summary>
    public void DropOldest()
    {
        _start++;
        if (_start - _chunksStart < ChunkSize)
            return;
        // A view may still hold the old array of chunks, so it is left alone.
        var rest = new KeyVersion[_chunks.Length][];
        Array.Copy(_chunks, 1, rest, 0, _chunks.Length - 1);
        _chunks = rest;
        _chunksStart += ChunkSize;
    }

    /// <summary>A part of the log that does not change.</summary>
    internal readonly struct RevisionLogView(KeyVersion[][] chunks, long chunksStart, long start, long end)
    {
        public long End => end;

        public KeyVersion this[long index]
        {
            get
            {
                long place = index - chunksStart;
                return chunks[place / ChunkSize][place % ChunkSize];
            }
        }

        /// <summary>Finds the first change of a revision or a later one; <see cref="End"/> if there is none.</summary>
        public long IndexOf(long revision)
        {
            long low = start, high = end;
            while (low < high)
            {
                long middle = (low + high) >>> 1;
                if (this[middle].Revision < revision)
                    low = middle + 1;
                else
                    high = middle;
            }

            return low;
        }
    }
}
