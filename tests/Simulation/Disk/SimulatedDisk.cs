using Microkernel.Consensus.Storage;

namespace Simulation.Disk;

/// <summary>
/// A disk in memory. What was not synced survives a crash only in part: any of its sectors may be lost, and names
/// change back to those that were synced, except for some first changes that got through.
/// </summary>
internal sealed class SimulatedDisk(Random random) : IFileSystem
{
    private Dictionary<string, SimulatedInode> _names = [];
    private readonly Dictionary<string, SimulatedInode> _durableNames = [];
    private readonly List<(string Directory, Action<Dictionary<string, SimulatedInode>> Apply)> _nameChanges = [];
    private int _callsToCrash = -1;
    private int _syncsToFailure = -1;

    /// <summary>Counts the ends of the process; files opened before are dead.</summary>
    public int Generation { get; private set; }

    /// <summary>No file can grow.</summary>
    public bool IsFull { get; set; }

    /// <summary>Bits of some file are not what was written.</summary>
    public bool IsRotten => _names.Values.Any(inode => inode.IsRotten);

    /// <summary>The process that used the disk ended.</summary>
    public void CloseAll()
    {
        _callsToCrash = -1;
        _syncsToFailure = -1;
        Generation++;
    }

    /// <summary>Lets one of the next syncs fail, and lose what it should have written.</summary>
    public void FailSync(int syncs) => _syncsToFailure = syncs;

    internal bool TakeSyncFailure() => _syncsToFailure >= 0 && _syncsToFailure-- == 0;

    /// <summary>Lets one of the next calls fail as if the machine lost power during it.</summary>
    public void CrashAtCall(int calls) => _callsToCrash = calls;

    /// <summary>Loses power: what was not synced is lost, in part.</summary>
    public void Crash()
    {
        CloseAll();
        var kept = random.Next(_nameChanges.Count + 1);
        for (var i = 0; i < kept; i++)
        {
            _nameChanges[i].Apply(_durableNames);
        }

        _nameChanges.Clear();
        _names = new Dictionary<string, SimulatedInode>(_durableNames);
        foreach (var inode in _names.Values.Distinct())
        {
            inode.Crash(random);
        }
    }

    /// <summary>Flips one bit of a file, until that place is written again.</summary>
    public void Rot(string path, long offset, int bit) => _names[path].Rot(offset, bit);

    /// <summary>Flips back what was flipped, as when the files come back from a copy.</summary>
    public void Mend()
    {
        foreach (var inode in _names.Values)
        {
            inode.Mend();
        }
    }

    /// <summary>Returns the paths and lengths of all files.</summary>
    public IReadOnlyList<(string Path, int Length)> Files() =>
        [.. _names.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value.Length))];

    public void CreateDirectory(string path)
    {
    }

    public IReadOnlyList<string> ListFiles(string directory)
    {
        Call();
        return [.. _names.Keys.Where(path => Path.GetDirectoryName(path) == directory)
            .Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
    }

    public IStorageFile Create(string path)
    {
        Call();
        var inode = new SimulatedInode();
        ChangeNames(path, names => names[path] = inode);
        return new SimulatedFile(this, inode);
    }

    public IStorageFile Open(string path)
    {
        Call();
        return _names.TryGetValue(path, out var inode)
            ? new SimulatedFile(this, inode)
            : throw new FileNotFoundException("There is no such file.", path);
    }

    public void Rename(string from, string to)
    {
        Call();
        var inode = _names[from];
        ChangeNames(to, names =>
        {
            names.Remove(from);
            names[to] = inode;
        });
    }

    public void Delete(string path)
    {
        Call();
        ChangeNames(path, names => names.Remove(path));
    }

    public void SyncDirectory(string path)
    {
        Call();
        foreach (var change in _nameChanges.Where(change => change.Directory == path))
        {
            change.Apply(_durableNames);
        }

        _nameChanges.RemoveAll(change => change.Directory == path);
    }

    internal void Call()
    {
        if (_callsToCrash >= 0 && _callsToCrash-- == 0)
        {
            throw new SimulatedPowerLossException();
        }
    }

    private void ChangeNames(string path, Action<Dictionary<string, SimulatedInode>> change)
    {
        change(_names);
        _nameChanges.Add((Path.GetDirectoryName(path)!, change));
    }
}

/// <summary>The machine loses power in the middle of a call to its disk.</summary>
internal sealed class SimulatedPowerLossException : Exception;
