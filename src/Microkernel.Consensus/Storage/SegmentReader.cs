using Google.Protobuf;
using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Storage;

/// <summary>Reads the frames of one segment and tells a torn tail from damage.</summary>
internal sealed class SegmentReader
{
    private readonly string _path;
    private byte[] _bytes;
    private readonly int _sectorBytes;

    public SegmentReader(IFileSystem files, string path, int sectorBytes)
    {
        _path = path;
        _sectorBytes = sectorBytes;
        using var file = files.Open(path);
        // A file that was cut between the end of a frame and the place of the next reads as if zeros followed.
        _bytes = new byte[(file.Length + FrameFormat.Alignment - 1) / FrameFormat.Alignment * FrameFormat.Alignment];
        if (file.Read(0, _bytes.AsSpan(0, (int)file.Length)) != file.Length)
        {
            throw new IOException($"{path}: the file changed its length while it was read.");
        }

        if (!FrameFormat.TryReadSegmentHeader(_bytes, out var header))
        {
            throw new DamagedStorageException(path, 0, "the segment's header is damaged.");
        }

        Length = _bytes.Length;
        Header = header;
        NextFrame = header.FirstFrame;
    }

    public SegmentHeader Header { get; }

    /// <summary>The length of the file.</summary>
    public int Length { get; }

    /// <summary>The number that the frame behind the last one read would have.</summary>
    public ulong NextFrame { get; private set; }

    /// <summary>The offset behind the last frame read.</summary>
    public int End { get; private set; } = FrameFormat.SegmentHeaderBytes;

    /// <summary>The offset of the last frame read; that of the first, if there is none.</summary>
    public int LastFrame { get; private set; } = FrameFormat.SegmentHeaderBytes;

    /// <summary>The bytes of the last frame read.</summary>
    public ReadOnlySpan<byte> LastFrameBytes => _bytes.AsSpan(LastFrame..End);

    /// <summary>Tells whether anything but zeros lies behind the last frame read.</summary>
    public bool HasRemains => _bytes.AsSpan(End).ContainsAnyExcept((byte)0);

    /// <summary>Gives the content's memory back; nothing more is read.</summary>
    public void ReleaseBytes() => _bytes = [];

    /// <summary>Checks that this segment goes on where the one before it ends.</summary>
    /// <param name="previous">The segment before it, read to its end; null if this is the first.</param>
    /// <exception cref="DamagedStorageException">A segment or frames are missing.</exception>
    public void FailUnlessFollows(SegmentReader? previous)
    {
        if (previous is not null
            && (Header.FirstFrame != previous.NextFrame || Header.Number != previous.Header.Number + 1))
        {
            throw new DamagedStorageException(
                _path,
                0,
                $"segment {Header.Number} begins with frame {Header.FirstFrame}; "
                + $"segment {previous.Header.Number + 1} with frame {previous.NextFrame} should come here.");
        }
    }

    /// <summary>Reads all frames up to the end or to a tail that was torn.</summary>
    /// <exception cref="DamagedStorageException">
    /// A frame is damaged that was durable, for there are later ones or all of it was once there.
    /// </exception>
    public IEnumerable<(long Offset, LogFrame Frame)> ReadFrames()
    {
        while (FrameFormat.TryReadFrame(_bytes.AsSpan(End), Header.Nonce, out var number, out var length))
        {
            if (number != NextFrame)
            {
                throw new DamagedStorageException(_path, End, $"frame {NextFrame} is missing, frame {number} follows.");
            }

            var offset = End;
            LastFrame = offset;
            var payload = _bytes.AsSpan(End + FrameFormat.FrameHeaderBytes, length);
            End += FrameFormat.FrameBytes(length);
            NextFrame++;
            yield return (offset, Parse(payload, offset));
        }

        FailIfFramesFollow();
        FailUnlessTorn();
    }

    private LogFrame Parse(ReadOnlySpan<byte> payload, long offset)
    {
        try
        {
            return LogFrame.Parser.ParseFrom(payload);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new DamagedStorageException(_path, offset, $"the frame cannot be decoded ({exception.Message}).");
        }
    }

    /// <summary>
    /// A write begins only after the one before it was synced, so behind a torn frame there is never a whole one.
    /// </summary>
    private void FailIfFramesFollow()
    {
        for (var offset = End + FrameFormat.Alignment; offset < _bytes.Length; offset += FrameFormat.Alignment)
        {
            if (FrameFormat.TryReadFrame(_bytes.AsSpan(offset), Header.Nonce, out var number, out _))
            {
                throw new DamagedStorageException(
                    _path, End, $"frame {NextFrame} is damaged, though frame {number} behind it is whole.");
            }
        }
    }

    /// <summary>
    /// The disk writes whole sectors, and those of a segment were zeros before: what was torn lacks at least one of
    /// them, or its end. A frame that is all there and does not match its checksum has changed after it was written.
    /// </summary>
    private void FailUnlessTorn()
    {
        var rest = _bytes.AsSpan(End);
        var last = rest.LastIndexOfAnyExcept((byte)0);
        if (last < FrameFormat.FrameHeaderBytes)
        {
            return;
        }

        var length = last + 1;
        if (FrameFormat.TryReadFrameHeader(rest, Header.Nonce, out var header))
        {
            length = FrameFormat.FrameHeaderBytes + header.PayloadLength;
            if (header.Number == NextFrame && length <= rest.Length && rest[length - 1] == 0)
            {
                return;
            }
        }

        if (length > rest.Length || !HasEmptySector(End, End + length))
        {
            throw new DamagedStorageException(
                _path, End, $"frame {NextFrame}, the last, was written whole and is damaged.");
        }
    }

    private bool HasEmptySector(int from, int to)
    {
        for (var start = from; start < to;)
        {
            var end = Math.Min(((start / _sectorBytes) + 1) * _sectorBytes, to);
            if (!_bytes.AsSpan(start, end - start).ContainsAnyExcept((byte)0))
            {
                return true;
            }

            start = end;
        }

        return false;
    }
}
