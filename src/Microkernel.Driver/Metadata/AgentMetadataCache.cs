using Microkernel.Driver.V1;

namespace Microkernel.Driver;

/// <summary>Keeps what agents told about themselves for as long as their files stay the same.</summary>
/// <remarks>Bounded by the files that are there: only an agent that was found is asked about.</remarks>
public sealed class AgentMetadataCache : IDisposable
{
    /// <summary>Agents asked at the same time: a catalogue of two hundred is read without starving real work.</summary>
    private const int LoadsMax = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _loads = new(LoadsMax);

    /// <summary>Gets an agent's description, asking the agent only when its file has changed.</summary>
    /// <param name="path">File of the agent.</param>
    /// <param name="load">Asks the agent; a failure is not kept.</param>
    /// <param name="cancellationToken">Ends the wait, not the asking.</param>
    public async Task<Agent> GetAsync(string path, Func<Task<Agent>> load, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(load);
        var file = new FileInfo(path);
        var (written, length) = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
        Entry entry;
        lock (_lock)
        {
            if (!_entries.TryGetValue(path, out entry) || entry.Written != written || entry.Length != length
                || entry.Agent.IsFaulted || entry.Agent.IsCanceled)
            {
                entry = new Entry(written, length, Task.Run(() => LoadAsync(load), CancellationToken.None));
                _entries[path] = entry;
            }
        }
        return (await entry.Agent.WaitAsync(cancellationToken)).Clone();
    }

    /// <inheritdoc/>
    public void Dispose() => _loads.Dispose();

    private async Task<Agent> LoadAsync(Func<Task<Agent>> load)
    {
        await _loads.WaitAsync();
        try
        {
            return await load();
        }
        finally
        {
            _loads.Release();
        }
    }

    private readonly record struct Entry(DateTime Written, long Length, Task<Agent> Agent);
}
