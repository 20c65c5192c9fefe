using Microkernel.Consensus.Hosting;
using Microkernel.Consensus.Protocol;
using Microkernel.Consensus.Storage;
using Microkernel.Raft.V1;

namespace Microkernel.Consensus;

/// <summary>Reads a data directory that no member uses, and changes nothing in it.</summary>
public sealed class LogInspector
{
    private readonly DiskFileSystem _files = new DiskFileSystem(FileAccess.Read);
    private readonly string _directory;
    private readonly ulong _from;
    private readonly ulong _through;
    private readonly LogReport _report;
    private readonly RecoveredLog _recovered = new();
    private SegmentReader? _previous;
    private bool _isBroken;

    private LogInspector(string directory, ulong from, ulong through)
    {
        _directory = directory;
        _from = from;
        _through = through;
        _report = new LogReport { Directory = directory };
    }

    /// <summary>
    /// Reads and checks all that a data directory holds; damage is reported, not thrown.
    /// </summary>
    /// <param name="directory">A member's data directory, with <c>wal</c> and <c>snapshots</c> in it.</param>
    /// <param name="from">The first entry to list.</param>
    /// <param name="through">The last entry to list; 0 lists none.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such directory, or it is no member's.</exception>
    /// <exception cref="IOException">A process uses the directory, or it cannot be read.</exception>
    public static LogReport Read(string directory, ulong from = 1, ulong through = 0)
    {
        var log = Path.Combine(directory, DataDirectory.LogName);
        if (!Directory.Exists(log))
        {
            throw new DirectoryNotFoundException($"{directory} is no member's data directory: it has no '{log}'.");
        }

        using var @lock = DataDirectory.LockIfThere(directory);
        return new LogInspector(directory, from, through).Read();
    }

    private LogReport Read()
    {
        Try(() => _report.Identity = DataDirectory.ReadIdentity(_files, _directory));
        var metadata = ReadSnapshot();
        var log = Path.Combine(_directory, DataDirectory.LogName);
        var names = _files.ListFiles(log)
            .Where(name => name.EndsWith(WriteAheadLog.Extension, StringComparison.Ordinal)).ToList();
        foreach (var name in names)
        {
            ReadSegment(Path.Combine(log, name), isLast: name == names[^1]);
        }

        _report.HardState = _recovered.HardState;
        if (!_isBroken)
        {
            Try(() => Join(metadata, log));
        }

        return _report;
    }

    private SnapshotMetadata? ReadSnapshot()
    {
        var directory = Path.Combine(_directory, DataDirectory.SnapshotName);
        if (!Directory.Exists(directory))
        {
            return null;
        }

        SnapshotMetadata? metadata = null;
        Try(() =>
        {
            using var newest = new SnapshotStore(_files, directory).OpenNewest();
            metadata = newest?.Metadata;
            if (newest is not null)
            {
                _report.Membership = newest.Metadata.Configuration;
                _report.Snapshot = new SnapshotReport
                {
                    File = newest.Name,
                    Position = newest.Metadata.Position,
                    DataBytes = (ulong)newest.DataLength,
                };
            }
        });
        return metadata;
    }

    private void ReadSegment(string path, bool isLast)
    {
        var segment = new SegmentReport { File = Path.GetFileName(path) };
        _report.Segments.Add(segment);
        Try(() =>
        {
            var reader = new SegmentReader(_files, path, new WriteAheadLogOptions().SectorBytes);
            segment.FirstFrame = reader.Header.FirstFrame;
            segment.SizeBytes = (ulong)reader.Length;
            reader.FailUnlessFollows(_previous);
            _previous = reader;
            foreach (var (offset, frame) in reader.ReadFrames())
            {
                segment.Frames++;
                segment.UsedBytes = (ulong)reader.End;
                Note(frame, segment, path, offset);
            }

            if (isLast && reader.HasRemains)
            {
                _report.TornTail = new TornTail { File = segment.File, OffsetBytes = (ulong)reader.End };
            }
        });
        _previous = _isBroken ? null : _previous;
    }

    private void Note(LogFrame frame, SegmentReport segment, string path, long offset)
    {
        if (!_isBroken)
        {
            _recovered.Add(frame, path, offset);
        }

        foreach (var entry in frame.Entries)
        {
            segment.FirstIndex = segment.FirstIndex == 0 ? entry.Index : Math.Min(segment.FirstIndex, entry.Index);
            segment.LastIndex = Math.Max(segment.LastIndex, entry.Index);
            if (entry.Index < _from || entry.Index > _through)
            {
                continue;
            }

            _report.Entries.Add(new EntryReport
            {
                Position = new LogPosition { Index = entry.Index, Term = entry.Term },
                Kind = KindOf(entry),
                SizeBytes = (ulong)(entry.PayloadCase switch
                {
                    Entry.PayloadOneofCase.Command => entry.Command.Length,
                    Entry.PayloadOneofCase.Configuration => entry.Configuration.CalculateSize(),
                    _ => 0,
                }),
                File = segment.File,
                OffsetBytes = (ulong)offset,
            });
        }
    }

    private static string KindOf(Entry entry) => entry.PayloadCase switch
    {
        Entry.PayloadOneofCase.Command => "command",
        Entry.PayloadOneofCase.Configuration => entry.Configuration.ChangeCase.ToString().ToLowerInvariant(),
        _ => "empty",
    };

    private void Join(SnapshotMetadata? snapshot, string log)
    {
        var restored = _recovered.Restore(snapshot, log);
        if (restored.Entries.Count > 0)
        {
            _report.FirstIndex = restored.Entries[0].Index;
            _report.LastIndex = restored.Entries[^1].Index;
        }
        else if (_report.Segments.Count == 0 && snapshot is null)
        {
            throw new DamagedStorageException(log, 0, "the log is gone.");
        }

        var membership = snapshot is null ? Membership.Empty : new Membership(snapshot.Configuration);
        foreach (var change in restored.Entries.Select(entry => entry.Configuration).OfType<ConfigurationChange>())
        {
            membership = MembershipTransitions.Apply(membership, change);
        }

        _report.Membership = membership.Configuration;
    }

    private void Try(Action read)
    {
        try
        {
            read();
        }
        catch (DamagedStorageException e)
        {
            _isBroken = true;
            _report.Damages.Add(new Damage { File = e.File, OffsetBytes = (ulong)e.Offset, Problem = e.Problem });
        }
    }
}
