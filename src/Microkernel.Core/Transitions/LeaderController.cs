using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Core.Events;
using Microkernel.Core.Fencing;
using Microkernel.Core.Membership;
using Microkernel.Core.State;
using Microkernel.Model;
using Microkernel.Node.V1;
using Microkernel.Scheduling;
using Microkernel.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Transitions;

/// <summary>
/// Leads while Raft says so: takes office in the store, judges who is alive, plans, and orders. One loop, woken by
/// whatever changes; each turn starts from what the store holds.
/// </summary>
internal sealed partial class LeaderController : BackgroundService
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Silence is a fact of time passing: it is looked at again at least this often.</summary>
    private static readonly TimeSpan TurnInterval = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan DoubtInterval = TimeSpan.FromMilliseconds(20);

    private readonly MemberDirectory _members;
    private readonly IQuorum _quorum;
    private readonly ClusterTracker _tracker;
    private readonly SecretVault _vault;
    private readonly StateWriter _writer;
    private readonly PeerTable _peers;
    private readonly FencingCoordinator _fencing;
    private readonly Unfencer _unfencer;
    private readonly TransitionExecutor _executor;
    private readonly TransitionBoard _board;
    private readonly NodeIdentity _self;
    private readonly EventRecorder _events;
    private readonly TimeProvider _time;
    private readonly ILogger<LeaderController> _logger;
    private readonly SchedulerInputs _inputs = new();
    private readonly Signal _signal = new();

    public LeaderController(
        MemberDirectory members, IQuorum quorum, ClusterTracker tracker, SecretVault vault, StateWriter writer, PeerTable peers,
        FencingCoordinator fencing, Unfencer unfencer, TransitionExecutor executor, TransitionBoard board, NodeIdentity self,
        EventRecorder events, TimeProvider time, ILogger<LeaderController> logger)
    {
        (_members, _quorum, _tracker, _vault, _writer, _peers, _fencing) = (members, quorum, tracker, vault, writer, peers, fencing);
        (_unfencer, _executor, _board, _self, _events, _time, _logger) = (unfencer, executor, board, self, events, time, logger);
        _quorum.Changed += _signal.Set;
        _tracker.Changed += _signal.Set;
        _peers.Changed += _signal.Set;
        _executor.Progressed += _signal.Set;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (_quorum.IsLeader) await LeadAsync(_quorum.Term, stoppingToken);
                else await _signal.WaitAsync(Timeout.InfiniteTimeSpan, _time, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogInterrupted(_logger, e);
                await Task.Delay(RetryInterval, _time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
    }

    private async Task LeadAsync(ulong term, CancellationToken ct)
    {
        using var office = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            if (await TakeOfficeAsync(term, office.Token) is not { } leader) return;
            LogLeading(_logger, term);
            _events.Record(MembershipEvents.LeaderElected(_self.Node, term));
            var since = _time.GetTimestamp();
            while (_quorum.IsLeader && _quorum.Term == term)
            {
                var wait = await TurnAsync(leader, since, office.Token);
                await _signal.WaitAsync(wait, _time, ct);
            }
        }
        finally
        {
            await office.CancelAsync();
            _board.Clear();
        }
    }

    /// <summary>Writes this leader's name where every later write of it compares; null when another one was quicker.</summary>
    private async Task<LeaderToken?> TakeOfficeAsync(ulong term, CancellationToken ct)
    {
        var before = _tracker.Current;
        var record = new LeaderRecord { Node = _self.Node, Term = term };
        var changes = new List<Etcdserverpb.RequestOp> { StateWriter.Put(StateKeys.Leader, record) };
        var revision = await _writer.TryAsync(
            [StateWriter.AtRevision(StateKeys.Leader, before.LeaderRevision)], changes, ct);
        if (revision is null)
        {
            // This node's view was behind; it follows on and comes back here.
            await Task.Delay(RetryInterval, _time, ct);
            return null;
        }
        var leader = new LeaderToken(term, revision.Value);
        // The write went through the log: all that was committed before it is now here.
        var snapshot = await _tracker.WaitForAsync(revision.Value, ct);
        await FoundAsync(snapshot, leader, ct);
        return leader;
    }

    /// <summary>What every cluster has: a Node for each member, a key for heartbeats.</summary>
    private async Task FoundAsync(ClusterSnapshot snapshot, LeaderToken leader, CancellationToken ct)
    {
        var changes = new List<Etcdserverpb.RequestOp>();
        foreach (var member in _members.All)
        {
            if (snapshot.Find(Object.SpecOneofCase.Node, member.Name) is not null) continue;
            var node = new Object
            {
                Metadata = new ObjectMeta { Name = member.Name, Generation = 1, Created = _time.GetUtcNow().ToTimestamp() },
                Node = new NodeSpec { Id = member.Id, Role = member.IsWitness ? NodeRole.Witness : NodeRole.Member },
            };
            changes.Add(StateWriter.Put(ObjectCodec.Key(node), node));
        }
        if (changes.Count > 0) changes.Add(StateWriter.Put(StateKeys.ObjectsGuard, new Empty()));
        if (snapshot.HeartbeatKey is null)
            changes.Add(StateWriter.Put(
                StateKeys.HeartbeatKey, new HeartbeatKeyRecord { Current = _vault.CreateHeartbeatKey(1) }));
        if (changes.Count > 0) await WriteAsync(leader, changes, ct);
    }

    /// <summary>One turn; answers how long the next may be waited for.</summary>
    private async Task<TimeSpan> TurnAsync(LeaderToken leader, long since, CancellationToken ct)
    {
        await JudgeMembersAsync(leader, since, ct);
        var snapshot = _tracker.Current;
        _unfencer.Dispatch(snapshot, leader, ct);
        if (snapshot.FenceRequests.ContainsKey(_self.Node) && await TryHandOverAsync(snapshot, ct)) return TurnInterval;
        var now = _time.GetUtcNow();
        var plan = Scheduler.Plan(_inputs.Build(snapshot, _quorum.HasQuorum, _board.UnderWayKeys, now));
        _board.Planned(plan);
        await ForgetMovesAsync(plan, leader, ct);
        _executor.Dispatch(plan, snapshot, leader, ct);
        var wait = IsAnyoneDoubtful(snapshot) ? DoubtInterval : TurnInterval;
        var recheck = plan.RecheckAt - now;
        return recheck < wait ? TimeSpan.FromTicks(Math.Max(recheck.Value.Ticks, TimeSpan.TicksPerMillisecond)) : wait;
    }

    /// <summary>Whether the rings miss a node that is not yet judged to be lost, because its core answered lately.</summary>
    private bool IsAnyoneDoubtful(ClusterSnapshot snapshot) => snapshot.Members.Any(member =>
        member.Value.State == MemberState.Online && member.Key != _self.Node &&
        _peers.Find(member.Key)?.Change.State == Microkernel.Driver.V1.PeerState.Silent);

    /// <summary>Somebody wants this node fenced, which takes another leader; answers whether there is one now.</summary>
    private async Task<bool> TryHandOverAsync(ClusterSnapshot snapshot, CancellationToken ct)
    {
        try
        {
            await _executor.HandOverAsync(snapshot, ct);
            return true;
        }
        catch (RpcException e)
        {
            LogNotHandedOver(_logger, e.Status.Detail);
            return false;
        }
    }

    private async Task JudgeMembersAsync(LeaderToken leader, long since, CancellationToken ct)
    {
        var snapshot = _tracker.Current;
        var input = new MembershipInput(
            snapshot, _self.Node, _time.GetUtcNow(),
            _peers.ListeningSince is { } listening ? _time.GetElapsedTime(listening) : null,
            _time.GetElapsedTime(since),
            node => _peers.Find(node)?.Change,
            node => _peers.Find(node)?.CoreDetachedSince is { } detached ? _time.GetElapsedTime(detached) : null,
            _quorum.SinceAnswer, _fencing.IsUnderWay);
        var changes = MembershipPolicy.Evaluate(input);
        if (changes.Count == 0) return;
        var writes = new List<Etcdserverpb.RequestOp>();
        foreach (var change in changes)
        {
            writes.Add(StateWriter.Put(StateKeys.Member(change.Node), change.After));
            // What was tried against an earlier incarnation is no longer true of this one.
            if (change.After.State == MemberState.Online && snapshot.FenceResults.ContainsKey(change.Node))
                writes.Add(StateWriter.Delete(StateKeys.FenceResult(change.Node)));
        }
        // A record that somebody else has changed meanwhile, as an operator who confirms a node off, is judged anew.
        var unchanged = changes.Select(change => StateWriter.AtRevision(
            StateKeys.Member(change.Node), snapshot.MemberRevisions.GetValueOrDefault(change.Node)));
        if (await _writer.TryAsync([leader.Comparison, .. unchanged], writes, ct) is not { } revision) return;
        await _tracker.WaitForAsync(revision, ct);
        foreach (var change in changes) Tell(change);
    }

    private void Tell(MemberChange change)
    {
        var heard = _peers.Find(change.Node)?.Change.LastHeard?.ToDateTimeOffset();
        switch (change.After.State)
        {
            case MemberState.Online:
                _events.Record(MembershipEvents.Joined(change.Node, change.After.Reason));
                break;
            case MemberState.Unclean:
                if (heard is { } last) _events.Record(MembershipEvents.Silent(change.Node, _time.GetUtcNow() - last));
                _events.Record(MembershipEvents.Lost(change.Node, change.After.Reason));
                break;
            case MemberState.Offline:
                _events.Record(MembershipEvents.Left(change.Node, change.After.Reason));
                break;
        }
    }

    private async Task ForgetMovesAsync(Plan plan, LeaderToken leader, CancellationToken ct)
    {
        if (plan.FulfilledMoves.Count == 0) return;
        await WriteAsync(leader, [.. plan.FulfilledMoves.Select(move => StateWriter.Delete(StateKeys.Move(move.Resource)))], ct);
        foreach (var move in plan.FulfilledMoves)
            _events.Record(EventFactory.About("Resource", move.Resource, "MoveFulfilled", Severity.Info,
                $"{move.Resource} is where it was wished to be; the wish is forgotten"));
    }

    private async Task WriteAsync(LeaderToken leader, IReadOnlyList<Etcdserverpb.RequestOp> changes, CancellationToken ct)
    {
        var revision = await _writer.TryAsync([leader.Comparison], changes, ct)
            ?? throw new InvalidOperationException("another leader has taken office");
        await _tracker.WaitForAsync(revision, ct);
    }
}
