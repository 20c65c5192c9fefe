using System.Globalization;
using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Storage;

/// <summary>Reads entries back from the segments while the log goes on being written.</summary>
internal sealed class LogReader(IFileSystem files, string directory, LogIndex index)
{
    /// <summary>
    /// Reads consecutive entries from an index on: at least one, unless they were compacted away; about so many bytes.
    /// </summary>
    /// <param name="from">The first entry.</param>
    /// <param name="through">The last entry.</param>
    /// <param name="bytesMax">Bytes after which to stop.</param>
    /// <param name="termOf">Tells the term of each entry: what was replaced later lies there, too.</param>
    /// <exception cref="DamagedStorageException">A frame that was durable is damaged.</exception>
    public List<Entry> Read(ulong from, ulong through, int bytesMax, Func<ulong, ulong> termOf)
    {
        var entries = new List<Entry>();
        if (index.Find(from) is not { } point)
        {
            return entries;
        }

        var bytes = 0;
        var (segment, offset) = (point.Segment, point.Offset);
        while (Open(segment) is { } file)
        {
            using (file)
            {
                foreach (var entry in Frames(file, segment, offset).SelectMany(frame => frame.Entries))
                {
                    var next = from + (ulong)entries.Count;
                    if (entry.Index != next || entry.Term != termOf(next))
                    {
                        continue;
                    }

                    entries.Add(entry);
                    bytes += Protocol.RaftLog.SizeOf(entry);
                    if (next == through || bytes >= bytesMax)
                    {
                        return entries;
                    }
                }
            }

            (segment, offset) = (segment + 1, FrameFormat.SegmentHeaderBytes);
        }

        return entries;
    }

    private IStorageFile? Open(ulong segment)
    {
        try
        {
            return files.Open(PathOf(segment));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static IEnumerable<LogFrame> Frames(IStorageFile file, ulong segment, long offset)
    {
        var header = new byte[FrameFormat.SegmentHeaderBytes];
        file.Read(0, header);
        if (!FrameFormat.TryReadSegmentHeader(header, out var start) || start.Number != segment)
        {
            // Given up, and in use again.
            yield break;
        }

        var length = file.Length;
        var buffer = new byte[64 * 1024];
        while (offset + FrameFormat.FrameHeaderBytes <= length)
        {
            file.Read(offset, buffer.AsSpan(0, FrameFormat.FrameHeaderBytes));
            if (!FrameFormat.TryReadFrameHeader(buffer, start.Nonce, out var frameHeader))
            {
                yield break;
            }

            var size = FrameFormat.FrameBytes(frameHeader.PayloadLength);
            if (buffer.Length < size)
            {
                buffer = new byte[size];
            }

            file.Read(offset, buffer.AsSpan(0, size));
            if (!FrameFormat.TryReadFrame(buffer.AsSpan(0, size), start.Nonce, out _, out var payload))
            {
                yield break;
            }

            yield return LogFrame.Parser.ParseFrom(buffer, FrameFormat.FrameHeaderBytes, payload);
            offset += size;
        }
    }

    private string PathOf(ulong number) =>
        Path.Combine(directory, number.ToString("D16", CultureInfo.InvariantCulture) + WriteAheadLog.Extension);
}
