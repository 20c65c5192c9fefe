using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Storage;

/// <summary>
/// Where entries lie in the segments: one point for about every 64 KiB, from which on a reader goes through the frames.
/// Used by the log's writer and its readers at the same time.
/// </summary>
internal sealed class LogIndex
{
    private const int SpacingBytes = 64 * 1024;
    private readonly Lock _lock = new();
    private readonly List<LogPoint> _points = [];

    /// <summary>Notes a frame that was written or read.</summary>
    public void Add(LogFrame frame, ulong segment, long offset)
    {
        if (frame.Reset is null && frame.Entries.Count == 0)
        {
            return;
        }

        lock (_lock)
        {
            if (frame.Reset is not null)
            {
                _points.Clear();
            }

            if (frame.Entries.Count == 0)
            {
                return;
            }

            // What is replaced later lies behind the points that are left, or is skipped for its term.
            var first = frame.Entries[0].Index;
            while (_points.Count > 0 && _points[^1].Entry >= first)
            {
                _points.RemoveAt(_points.Count - 1);
            }

            if (_points.Count == 0 || _points[^1].Segment != segment || offset - _points[^1].Offset >= SpacingBytes)
            {
                _points.Add(new LogPoint(first, segment, offset));
            }
        }
    }

    /// <summary>Forgets a segment that was given up, and those before it.</summary>
    public void ForgetThrough(ulong segment)
    {
        lock (_lock)
        {
            _points.RemoveAll(point => point.Segment <= segment);
        }
    }

    /// <summary>Returns the last point at or before an entry; null when the entry is not on disk.</summary>
    public LogPoint? Find(ulong entry)
    {
        lock (_lock)
        {
            var found = _points.FindLastIndex(point => point.Entry <= entry);
            return found < 0 ? null : _points[found];
        }
    }
}

/// <summary>A frame's place and the first of its entries.</summary>
internal readonly record struct LogPoint(ulong Entry, ulong Segment, long Offset);
