using Grpc.Core;
using Microkernel.Core.State;
using Microkernel.Node.V1;

namespace Microkernel.Core.Resources;

/// <summary>
/// What this node knows of the resources on itself. The truth is here first; it goes to the store as soon as the store
/// takes it, and until then <see cref="FlushAsync"/> tries again.
/// </summary>
internal sealed partial class LocalResources : BackgroundService
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(200);

    private readonly ClusterTracker _tracker;
    private readonly StateWriter _writer;
    private readonly NodeIdentity _self;
    private readonly TimeProvider _time;
    private readonly ILogger<LocalResources> _logger;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResourceRecord> _records = [];
    private readonly HashSet<string> _unwritten = [];
    private readonly Dictionary<string, long> _written = [];
    private readonly SemaphoreSlim _flush = new(1, 1);
    private readonly Signal _signal = new();
    private ulong _startSequence;

    public LocalResources(
        ClusterTracker tracker, StateWriter writer, NodeIdentity self, TimeProvider time, ILogger<LocalResources> logger) =>
        (_tracker, _writer, _self, _time, _logger) = (tracker, writer, self, time, logger);

    /// <summary>A record changed.</summary>
    public event Action? Changed;

    /// <summary>What this node last knew of a resource, by this core or an earlier one; null when nothing.</summary>
    public ResourceRecord? Find(string resource)
    {
        lock (_lock)
            if (_records.TryGetValue(resource, out var record))
                return record;
        return _tracker.Current.Resources.GetValueOrDefault(new ResourceOnNode(_self.Node, resource));
    }

    /// <summary>All resources that may be active here, the last started first.</summary>
    public IReadOnlyList<(string Resource, ResourceRecord Record)> MaybeActive()
    {
        var all = new Dictionary<string, ResourceRecord>();
        foreach (var (at, record) in _tracker.Current.Resources)
            if (at.Node == _self.Node)
                all[at.Resource] = record;
        lock (_lock)
            foreach (var (resource, record) in _records)
                all[resource] = record;
        return [.. all.Where(pair => pair.Value.State != RecordedState.Stopped || pair.Value.Pending == PendingOrder.Start)
            .OrderByDescending(pair => pair.Value.StartSequence)
            .Select(pair => (pair.Key, pair.Value))];
    }

    /// <summary>The next number in the order of starts on this node.</summary>
    public ulong NextStartSequence()
    {
        lock (_lock)
        {
            var last = _tracker.Current.Resources.Where(pair => pair.Key.Node == _self.Node)
                .Select(pair => pair.Value.StartSequence).DefaultIfEmpty().Max();
            return _startSequence = Math.Max(_startSequence, last) + 1;
        }
    }

    /// <summary>Takes in what was seen; <see cref="FlushAsync"/> makes it known.</summary>
    public void Set(string resource, ResourceRecord record)
    {
        record.Incarnation = _self.Incarnation;
        lock (_lock)
        {
            _records[resource] = record;
            _unwritten.Add(resource);
        }
        _signal.Set();
        Changed?.Invoke();
    }

    /// <summary>Writes what is about to be done, unless another leader has taken office; answers whether it did.</summary>
    /// <exception cref="RpcException">The store does not take it: whether it was written is then not known.</exception>
    public async Task<bool> TrySetAsync(string resource, ResourceRecord record, long leaderRevision)
    {
        record.Incarnation = _self.Incarnation;
        await _flush.WaitAsync();
        try
        {
            var revision = await _writer.TryAsync(
                [StateWriter.AtRevision(StateKeys.Leader, leaderRevision)],
                [StateWriter.Put(StateKeys.Resource(_self.Node, resource), record)], CancellationToken.None);
            if (revision is null) return false;
            lock (_lock)
            {
                _records[resource] = record;
                _unwritten.Remove(resource);
                _written[resource] = revision.Value;
            }
            return true;
        }
        finally
        {
            _flush.Release();
        }
    }

    /// <summary>Writes a resource's record to the store; answers the revision from which on others see it.</summary>
    /// <exception cref="RpcException">The store does not take it now; it will be tried again.</exception>
    public async Task<long> FlushAsync(string resource, CancellationToken ct)
    {
        // One at a time: an older record must never be written after a newer one.
        await _flush.WaitAsync(ct);
        try
        {
            ResourceRecord record;
            lock (_lock)
            {
                if (!_unwritten.Contains(resource)) return _written.GetValueOrDefault(resource);
                record = _records[resource];
            }
            var revision = await _writer.PutAsync(StateKeys.Resource(_self.Node, resource), record, ct);
            lock (_lock)
            {
                _written[resource] = revision;
                if (_records[resource] == record) _unwritten.Remove(resource);
            }
            return revision;
        }
        finally
        {
            _flush.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            string[] resources;
            lock (_lock)
                resources = [.. _unwritten];
            try
            {
                foreach (var resource in resources) await FlushAsync(resource, stoppingToken);
                if (resources.Length == 0)
                    await _signal.WaitAsync(Timeout.InfiniteTimeSpan, _time, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogUnwritten(_logger, resources.Length, e.Message);
                await Task.Delay(RetryInterval, _time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
    }
}
