using System.Globalization;
using Google.Protobuf;
using Microkernel.Consensus.Protocol;
using Microkernel.Raft.V1;

namespace Microkernel.Consensus.Storage;

/// <summary>
/// The write-ahead log: frames in segment files that are made at their full size before they are used. Each append is
/// one write and one sync, and only one is under way at a time. After any error the log refuses to go on, because a
/// sync that failed once may succeed later without having written (fsync(2), "Errors").
/// </summary>
internal sealed class WriteAheadLog : IDisposable
{
    public const string Extension = ".wal";
    private readonly IFileSystem _files;
    private readonly string _directory;
    private readonly WriteAheadLogOptions _options;
    private readonly Random _random;
    private readonly SegmentPool _pool;
    private readonly List<ClosedSegment> _closed = [];
    private readonly LogIndex _index = new();

    private IStorageFile? _file;
    private SegmentHeader _header;
    private long _length;
    private long _position;
    private ulong _nextFrame = 1;
    private ulong _lastIndex;
    private HardState _hardState = new();
    private byte[] _buffer = [];
    private bool _hasFailed;

    private WriteAheadLog(IFileSystem files, string directory, WriteAheadLogOptions options, Random random)
    {
        _files = files;
        _directory = directory;
        _options = options;
        _random = random;
        _pool = new SegmentPool(files, directory, options);
        Reader = new LogReader(files, directory, _index);
    }

    /// <summary>Reads entries back, on any thread.</summary>
    public LogReader Reader { get; }

    /// <summary>Nothing that matters was written behind the last empty frame.</summary>
    public bool IsSealed { get; private set; } = true;

    /// <summary>Bytes of all segment files.</summary>
    public long SizeBytes => _length + _closed.Sum(segment => segment.Length);

    /// <summary>Opens a log, or makes an empty one, and reads all that it holds.</summary>
    /// <exception cref="DamagedStorageException">The log is damaged elsewhere than at its very end.</exception>
    public static (WriteAheadLog Log, RecoveredLog Recovered) Open(
        IFileSystem files, string directory, WriteAheadLogOptions options, Random random)
    {
        files.CreateDirectory(directory);
        var log = new WriteAheadLog(files, directory, options, random);
        return (log, log.Recover());
    }

    /// <summary>Joins what was read with the newest snapshot.</summary>
    /// <exception cref="DamagedStorageException">They leave a gap, or less than what was committed.</exception>
    public RestoredState Join(RecoveredLog recovered, SnapshotMetadata? snapshot)
    {
        var restored = recovered.Restore(snapshot, _directory);
        if (recovered.IsOverruledBySnapshot)
        {
            Append(new LogFrame { Reset = snapshot!.Position });
        }

        return restored;
    }

    /// <summary>Makes a frame durable.</summary>
    public void Append(LogFrame frame)
    {
        if (_hasFailed)
        {
            throw new IOException($"{_directory}: the log failed before and takes nothing more.");
        }

        _hasFailed = true;
        if (frame.HardState is not null)
        {
            _hardState = frame.HardState;
        }

        var size = frame.CalculateSize();
        var frameBytes = FrameFormat.FrameBytes(size);
        if (size > _options.FrameBytesMax)
        {
            throw new IOException($"{_directory}: a frame of {size} bytes is larger than {_options.FrameBytesMax}.");
        }

        if (_file is null || _position + frameBytes > _length)
        {
            BeginSegment(frameBytes);
            WriteFrame(WithHardState(frame));
        }
        else
        {
            WriteFrame(frame);
        }

        IsSealed = false;
        _hasFailed = false;
    }

    /// <summary>
    /// Writes an empty frame behind the last one, so that its damage can be told from a torn write ever after; nothing
    /// if there is one.
    /// </summary>
    public void Seal()
    {
        if (!IsSealed && !_hasFailed)
        {
            Append(new LogFrame());
            IsSealed = true;
        }
    }

    /// <summary>Gives up segments that hold only entries up to an index.</summary>
    public void CompactTo(ulong index)
    {
        var removed = 0;
        while (removed < _closed.Count && _closed[removed].LastIndex <= index)
        {
            _index.ForgetThrough(_closed[removed].Number);
            _pool.Recycle(PathOf(_closed[removed].Number), _closed[removed].Length);
            removed++;
        }

        _closed.RemoveRange(0, removed);
        if (removed > 0)
        {
            _files.SyncDirectory(_directory);
        }
    }

    public void Dispose() => _file?.Dispose();

    private static LogFrame Widened(LogFrame frame, HardState hardState)
    {
        var widened = new LogFrame { HardState = hardState, Reset = frame.Reset };
        widened.Entries.AddRange(frame.Entries);
        return widened;
    }

    private LogFrame WithHardState(LogFrame frame) => frame.HardState is null ? Widened(frame, _hardState) : frame;

    private void WriteFrame(LogFrame frame)
    {
        var size = frame.CalculateSize();
        var frameBytes = FrameFormat.FrameBytes(size);
        if (_buffer.Length < frameBytes)
        {
            _buffer = new byte[Math.Max(frameBytes, 64 * 1024)];
        }

        var target = _buffer.AsSpan(0, frameBytes);
        target[(FrameFormat.FrameHeaderBytes + size)..].Clear();
        frame.WriteTo(target.Slice(FrameFormat.FrameHeaderBytes, size));
        FrameFormat.WriteFrameHeader(target, size, _nextFrame, _header.Nonce);
        _file!.Write(_position, target);
        _file.Sync();
        Note(frame, _header.Number, _position);
        _position += frameBytes;
        _nextFrame++;
        if (_buffer.Length > 4 * 1024 * 1024)
        {
            _buffer = [];
        }
    }

    private void Note(LogFrame frame, ulong segment, long offset)
    {
        _index.Add(frame, segment, offset);
        foreach (var entry in frame.Entries)
        {
            _lastIndex = Math.Max(_lastIndex, entry.Index);
        }

        if (frame.Reset is not null)
        {
            _lastIndex = Math.Max(_lastIndex, frame.Reset.Index);
        }
    }

    private void BeginSegment(int frameBytes)
    {
        if (_file is not null)
        {
            _file.Dispose();
            _closed.Add(new ClosedSegment(_header.Number, _lastIndex, _length));
        }

        // Room for the frame even when the hard state is added to it.
        var needed = FrameFormat.SegmentHeaderBytes + frameBytes + 128;
        var (path, file) = _pool.Take(needed);
        _header = new SegmentHeader(_header.Number + 1, _nextFrame, (uint)_random.Next());
        Span<byte> header = stackalloc byte[FrameFormat.SegmentHeaderBytes];
        FrameFormat.WriteSegmentHeader(header, _header);
        file.Write(0, header);
        file.Sync();
        _files.Rename(path, PathOf(_header.Number));
        _files.SyncDirectory(_directory);
        _file = file;
        _length = file.Length;
        _position = FrameFormat.SegmentHeaderBytes;
        _lastIndex = 0;
        _pool.PrepareNext();
    }

    private RecoveredLog Recover()
    {
        var recovered = new RecoveredLog();
        var names = _files.ListFiles(_directory)
            .Where(name => name.EndsWith(Extension, StringComparison.Ordinal)).ToList();
        SegmentReader? previous = null;
        for (var i = 0; i < names.Count; i++)
        {
            previous = RecoverSegment(
                Path.Combine(_directory, names[i]), previous, isLast: i == names.Count - 1, recovered);
            previous.ReleaseBytes();
        }

        _hardState = recovered.HardState;
        return recovered;
    }

    private SegmentReader RecoverSegment(
        string path, SegmentReader? previous, bool isLast, RecoveredLog recovered)
    {
        var reader = new SegmentReader(_files, path, _options.SectorBytes);
        reader.FailUnlessFollows(previous);
        _lastIndex = 0;
        foreach (var (offset, frame) in reader.ReadFrames())
        {
            recovered.Add(frame, path, offset);
            Note(frame, reader.Header.Number, offset);
        }

        _header = reader.Header;
        _nextFrame = reader.NextFrame;
        if (!isLast)
        {
            _closed.Add(new ClosedSegment(_header.Number, _lastIndex, reader.Length));
            return reader;
        }

        _length = reader.Length;
        _position = reader.End;
        _file = _files.Open(path);
        CutTail(reader);
        return reader;
    }

    /// <summary>
    /// Clears what a torn write left. The last frame may have been read from a cache that never reached the disk, so
    /// it is made durable before anybody relies on it: written again, for if a sync of it failed, another would not try
    /// (fsync(2), "Errors").
    /// </summary>
    private void CutTail(SegmentReader reader)
    {
        var hasRemains = reader.HasRemains;
        _file!.Write(reader.LastFrame, reader.LastFrameBytes);
        var zeros = new byte[64 * 1024];
        for (var offset = _position; hasRemains && offset < _length; offset += zeros.Length)
        {
            _file.Write(offset, zeros.AsSpan(0, (int)Math.Min(zeros.Length, _length - offset)));
        }

        _file.Sync();
    }

    private string PathOf(ulong number) =>
        Path.Combine(_directory, number.ToString("D16", CultureInfo.InvariantCulture) + Extension);

    private readonly record struct ClosedSegment(ulong Number, ulong LastIndex, long Length);
}
