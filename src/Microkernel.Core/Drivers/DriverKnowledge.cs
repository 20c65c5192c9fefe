using Microkernel.Driver.V1;

namespace Microkernel.Core.Drivers;

/// <summary>What one instance of a driver has told on its stream of changes. Thread-safe.</summary>
internal sealed class DriverKnowledge(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResourceChange> _resources = [];
    private readonly Dictionary<string, PeerChange> _peers = [];
    private Health _health = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ulong _sequence;
    private DateTimeOffset? _heard;

    /// <summary>Its health as it last told; unspecified before it told.</summary>
    public Health Health
    {
        get
        {
            lock (_lock)
                return _health;
        }
    }

    /// <summary>When it last told anything; null when it never has.</summary>
    public DateTimeOffset? Heard
    {
        get
        {
            lock (_lock)
                return _heard;
        }
    }

    public IReadOnlyList<ResourceChange> Resources
    {
        get
        {
            lock (_lock)
                return [.. _resources.Values.OrderBy(change => change.Resource, StringComparer.Ordinal)];
        }
    }

    public IReadOnlyList<PeerChange> Peers
    {
        get
        {
            lock (_lock)
                return [.. _peers.Values];
        }
    }

    /// <summary>Ends at the next message.</summary>
    public Task NextChange
    {
        get
        {
            lock (_lock)
                return _changed.Task;
        }
    }

    /// <summary>Takes a message.</summary>
    /// <exception cref="IOException">Messages are missing: a new stream, with a snapshot, is needed.</exception>
    public void Take(WatchStateResponse message, bool isFirst)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            var isSnapshot = message.EventCase == WatchStateResponse.EventOneofCase.Snapshot;
            if (isFirst != isSnapshot)
                throw new IOException(isFirst ? "its stream does not begin with a snapshot"
                    : "a second snapshot on one stream");
            var isChange = !isSnapshot && message.EventCase != WatchStateResponse.EventOneofCase.Beat;
            var expected = isChange ? _sequence + 1 : _sequence;
            if (!isSnapshot && message.Sequence != expected)
                throw new IOException($"a gap in its stream: number {message.Sequence} instead of {expected}");
            _sequence = message.Sequence;
            _heard = time.GetUtcNow();
            Apply(message);
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        changed.SetResult();
    }

    private void Apply(WatchStateResponse message)
    {
        switch (message.EventCase)
        {
            case WatchStateResponse.EventOneofCase.Snapshot:
                _resources.Clear();
                _peers.Clear();
                foreach (var resource in message.Snapshot.Resources) _resources[resource.Resource] = resource;
                foreach (var peer in message.Snapshot.Peers) _peers[peer.Node] = peer;
                _health = message.Snapshot.Health ?? new Health();
                break;
            case WatchStateResponse.EventOneofCase.Resource:
                _resources[message.Resource.Resource] = message.Resource;
                break;
            case WatchStateResponse.EventOneofCase.Peer:
                _peers[message.Peer.Node] = message.Peer;
                break;
            case WatchStateResponse.EventOneofCase.Health:
                _health = message.Health;
                break;
        }
    }
}
