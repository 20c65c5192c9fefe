using Google.Protobuf.WellKnownTypes;
using Microkernel.Consensus;
using Microkernel.Core.Configuration;
using Microkernel.Core.Events;
using Microkernel.Core.Membership;
using Microkernel.Core.State;
using Microkernel.Core.Transitions;
using FenceProof = Microkernel.Raft.V1.FenceProof;
using FenceProofKind = Microkernel.Raft.V1.FenceProofKind;

namespace Microkernel.Core.Fencing;

/// <summary>
/// Lets one of two voters go on alone: when the other is lost, and with it the quorum, a fence device has to verify it
/// off; only then does this node become the only voter. Nothing else counts, no timeout and no silence.
/// </summary>
internal sealed partial class TwoNodeTakeover : BackgroundService
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RetryMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(60);

    private readonly RaftMember _raft;
    private readonly CoreOptions _options;
    private readonly IQuorum _quorum;
    private readonly PeerTable _peers;
    private readonly ClusterTracker _tracker;
    private readonly FencingCoordinator _fencing;
    private readonly EventRecorder _events;
    private readonly TimeProvider _time;
    private readonly ILogger<TwoNodeTakeover> _logger;

    public TwoNodeTakeover(
        RaftMember raft, CoreOptions options, IQuorum quorum, PeerTable peers, ClusterTracker tracker,
        FencingCoordinator fencing, EventRecorder events, TimeProvider time, ILogger<TwoNodeTakeover> logger)
    {
        (_raft, _options, _quorum, _peers, _tracker) = (raft, options, quorum, peers, tracker);
        (_fencing, _events, _time, _logger) = (fencing, events, time, logger);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookInterval, _time);
        var failures = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (Objection() is not null) continue;
                var node = NameOf(TakeoverPolicy.Other(_raft.Status)!.Value);
                if (await TryAsync(node, stoppingToken) is not { } problem)
                {
                    failures = 0;
                    continue;
                }
                var wait = RetryMin * Math.Pow(2, Math.Min(failures++, 10));
                wait = wait < RetryMax ? wait : RetryMax;
                LogFailed(_logger, node, problem, wait);
                await Task.Delay(wait, _time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The core stops.
        }
    }

    /// <summary>Goes on alone because an operator says that all others are off; answers which node that is.</summary>
    /// <exception cref="InvalidMembershipChangeException">It cannot be done, or need not be.</exception>
    /// <exception cref="RaftUnavailableException">It was begun and not finished in time.</exception>
    public async Task<string> RecoverAsync(CancellationToken ct)
    {
        var status = _raft.Status;
        if (TakeoverPolicy.Other(status) is not { } other)
            throw new InvalidMembershipChangeException(
                $"{status.Voters.Count} nodes vote: only one of exactly two can go on alone");
        if (status.HasQuorum) throw new InvalidMembershipChangeException("there is a quorum: nothing is to be recovered");
        var node = NameOf(other);
        if (_peers.Find(node)?.Change.State == Microkernel.Driver.V1.PeerState.Heard)
            throw new InvalidMembershipChangeException($"{node} is heard: it is not off");
        await TakeOverAsync(node, FenceProofKind.OperatorConfirmed, "an operator", ct);
        await _fencing.RecordConfirmedAsync(node, ct);
        _events.Record(MembershipEvents.Recovered(_options.Node, node));
        return node;
    }

    private async Task<string?> TryAsync(string node, CancellationToken ct)
    {
        try
        {
            return await _fencing.FenceToTakeOverAsync(
                node, LeaderToken.Alone(_raft.Status.Term), () => Objection() is null,
                device => TakeOverAsync(node, FenceProofKind.VerifiedOff, device, ct), ct);
        }
        catch (Exception e) when (e is InvalidMembershipChangeException or ProposalException or Grpc.Core.RpcException)
        {
            return e.Message;
        }
    }

    private async Task TakeOverAsync(string node, FenceProofKind kind, string by, CancellationToken ct)
    {
        var proof = new FenceProof
        {
            Kind = kind,
            ConfirmedBy = by,
            ConfirmedAt = _time.GetUtcNow().ToTimestamp(),
        };
        await _raft.TakeOverAsync(_options.InitialCluster.Single(member => member.Name == node).Id, proof, ct);
        _events.Record(MembershipEvents.TookOver(_options.Node, node, by));
    }

    private string? Objection()
    {
        var status = _raft.Status;
        if (TakeoverPolicy.Other(status) is not { } other) return "this node is not one of exactly two voters";
        if (NameOf(other) is not { Length: > 0 } node) return "the other voter has no name";
        var cluster = _tracker.Current.Cluster;
        return TakeoverPolicy.Objection(new TakeoverInput(
            status,
            _peers.Find(node)?.Change.State,
            _peers.ListeningSince is { } since ? _time.GetElapsedTime(since) : null,
            _quorum.SinceAnswer(node),
            cluster.HeartbeatTimeout,
            cluster.FencingEnabled));
    }

    private string NameOf(ulong id) => _options.InitialCluster.FirstOrDefault(member => member.Id == id)?.Name ?? "";
}
