using Google.Protobuf;
using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Storage;

/// <summary>Reads the frames of one segment and tells a torn tail from damage.</summary>
internal sealed class SegmentReader
{
    private readonly string _path;
    private readonly byte[] _bytes;

    public SegmentReader(IFileSystem files, string path)
    {
        _path = path;
        using var file = files.Open(path);
        _bytes = new byte[file.Length];
        if (file.Read(0, _bytes) != _bytes.Length)
        {
            throw new IOException($"{path}: the file changed its length while it was read.");
        }

        if (!FrameFormat.TryReadSegmentHeader(_bytes, out var header))
        {
            throw new DamagedStorageException(path, 0, "the segment's header is damaged.");
        }

        Header = header;
        NextFrame = header.FirstFrame;
    }

    public SegmentHeader Header { get; }

    /// <summary>The length of the file.</summary>
    public int Length => _bytes.Length;

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

    /// <summary>Reads all frames up to the end or to a tail that was torn.</summary>
    /// <exception cref="DamagedStorageException">
    /// A frame is damaged that was durable, for there are later ones.
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
}
