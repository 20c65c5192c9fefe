using Microkernel.Core.Events;
using Microkernel.Core.Heartbeat;
using Microkernel.Core.State;
using Microkernel.Core.Transitions;
using Microkernel.Node.V1;

namespace Microkernel.Core.Membership;

/// <summary>While this node leads: moves the heartbeat key through its rotation, and takes down how the cluster formed.
/// </summary>
internal sealed partial class RecordKeeper : BackgroundService
{
    /// <summary>A key grows old without anything else happening.</summary>
    private static readonly TimeSpan TurnInterval = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(200);

    private readonly IQuorum _quorum;
    private readonly ClusterTracker _tracker;
    private readonly SecretVault _vault;
    private readonly StateWriter _writer;
    private readonly NodeIdentity _self;
    private readonly EventRecorder _events;
    private readonly TimeProvider _time;
    private readonly ILogger<RecordKeeper> _logger;
    private readonly Signal _signal = new();

    public RecordKeeper(
        IQuorum quorum, ClusterTracker tracker, SecretVault vault, StateWriter writer, NodeIdentity self,
        EventRecorder events,
        TimeProvider time, ILogger<RecordKeeper> logger)
    {
        (_quorum, _tracker, _writer, _self, _time, _logger) = (quorum, tracker, writer, self, time, logger);
        (_vault, _events) = (vault, events);
        _quorum.Changed += _signal.Set;
        _tracker.Changed += _signal.Set;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TurnAsync(stoppingToken);
                await _signal.WaitAsync(TurnInterval, _time, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogUnwritten(_logger, e.Message);
                await Task.Delay(RetryInterval, _time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
    }

    private async Task TurnAsync(CancellationToken ct)
    {
        var snapshot = _tracker.Current;
        if (!_quorum.IsLeader || snapshot.Leader is not { } office || office.Node != _self.Node ||
            office.Term != _quorum.Term)
            return;
        var changes = new List<Etcdserverpb.RequestOp>();
        var key = KeyRotation.Next(snapshot, _time.GetUtcNow(), _vault.CreateHeartbeatKey);
        if (key is not null) changes.Add(StateWriter.Put(StateKeys.HeartbeatKey, key));
        if (Formation.Next(snapshot) is { } formation) changes.Add(StateWriter.Put(StateKeys.Formation, formation));
        if (changes.Count == 0) return;
        var leader = new LeaderToken(office.Term, snapshot.LeaderRevision);
        if (await _writer.TryAsync([leader.Comparison], changes, ct) is not { } revision) return;
        await _tracker.WaitForAsync(revision, ct);
        if (key is null) return;
        LogKey(_logger, StepOf(key), key.Current.Id);
        if (snapshot.HeartbeatKey?.Former is not null && key.Former is null)
            _events.Record(MembershipEvents.HeartbeatKeyReplaced(key.Current.Id));
    }

    private static string StepOf(HeartbeatKeyRecord key) =>
        key.Next is { } next ? $"each node learns to open with key {next.Id}"
        : key.Former is { } former ? $"key {former.Id} is opened as long as a node seals with it"
        : "no other key is opened";
}
