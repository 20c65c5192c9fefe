using System.Security.Cryptography;
using Microkernel.Consensus.Protocol;
using Microkernel.Consensus.Storage;
using Microkernel.Raft.V1;
using Microsoft.Extensions.Logging;

namespace Microkernel.Consensus.Hosting;

/// <summary>Puts a member's parts together and connects them.</summary>
internal sealed partial class MemberRuntime : IRaftReceiver, IDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);
    private readonly RaftMemberOptions _options;
    private readonly IRaftTransport _transport;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly MemberStorage _storage;
    private readonly RaftNode _node;
    private readonly RequestDesk _desk;
    private readonly AppliedIndex _applied = new();
    private readonly RaftMetrics _metrics = new();
    private readonly StorageRegister _storages = new();
    private readonly LogWriter _writer;
    private readonly Applier _applier;
    private readonly RaftLoop _loop;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _stopState;
    private Membership? _announcedMembership;
    private ulong _lastLeaderId;
    private bool _hasUnrecordedStorage;

    public MemberRuntime(
        RaftMemberOptions options,
        IFileSystem files,
        IStateMachine stateMachine,
        IRaftTransport transport,
        TimeProvider time,
        ILoggerFactory loggers)
    {
        _options = options;
        _transport = transport;
        _time = time;
        _logger = loggers.CreateLogger<RaftMember>();
        var random = new Random(RandomNumberGenerator.GetInt32(int.MaxValue));
        _storage = MemberStorage.Open(files, options, time, random);
        var restored = _storage.Restored;
        RestoreStateMachine(stateMachine, restored.Snapshot);
        _node = new RaftNode(NodeOptions(options, time), restored, random);
        var table = new ProposalTable(
            options.Id, BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));
        _desk = new RequestDesk(table, _applied, options, time);
        Status = new StatusBoard(options.Id, exception => LogListenerFailed(_logger, exception));
        _writer = new LogWriter(_storage.Log, _metrics, time, OnWritten, Fail);
        var snapshots = new SnapshotTaker(_storage.Snapshots, options, OnSnapshotTaken, Fail);
        var callbacks = new ApplierCallbacks(
            term => _loop!.Post(() => _desk.TermBegan(term)),
            ready => _loop!.Post(() => _loop.Applied(ready)),
            Fail);
        _applier = new Applier(
            stateMachine, restored.Snapshot, table, _applied, _storage.Snapshots, snapshots, _metrics, time, callbacks);
        var parts = new RaftLoopParts
        {
            Requests = _desk,
            Writer = _writer,
            Applier = _applier,
            Send = Send,
            Fetch = fetch => _ = Task.Run(() => Fetch(fetch)),
            RoundEnded = OnRoundEnded,
            Failed = Fail,
        };
        _loop = new RaftLoop(_node, parts, options, time);
        _metrics.Observe(() => CurrentStatus, () => new RaftQueues(
            _desk.ProposalsCount, _desk.ReadsCount, _loop.QueueLength, _writer.QueueLength, _loop.ApplyBacklogBytes));
    }

    public string ClusterId => _options.ClusterId;

    public ulong MemberId => _options.Id;

    public ulong StorageId => _storage.Directory.Identity.StorageId;

    public StatusBoard Status { get; }

    public RaftStatus CurrentStatus =>
        Status.Current with { AppliedIndex = _applied.Value, LogBytes = _writer.SizeBytes };

    public Task Completion => _completion.Task;

    public void Start()
    {
        LogStarted(_logger, MemberId, ClusterId, _node.Term, _node.Log.LastIndex);
        _writer.Start();
        _applier.Start();
        AnnouncePeers();
        _transport.Start(this);
        _loop.Start();
    }

    /// <summary>Runs an action with the request desk on the loop's thread; false when the member has stopped.</summary>
    public bool Post(Action<RequestDesk> action) => _loop.Post(() => action(_desk));

    public void Receive(Message message) => _loop.Post(() => _node.Step(message));

    public string? RefusalOf(ulong memberId, ulong storageId) => _storages.RefusalOf(memberId, storageId);

    public void ReportRefused(ulong byMemberId, string reason) =>
        Fail(new ForeignStorageException($"Member {byMemberId} refuses {_options.DataDirectory}: {reason}"));

    public void ReportUnreachable(ulong memberId) => _loop.Post(() => _node.ReportUnreachable(memberId));

    public void ReportDisconnected(ulong memberId) => _loop.Post(() => _node.ReportDisconnected(memberId));

    public ISnapshotSink OpenSnapshotSink(SnapshotMetadata metadata, ulong sizeBytes, uint checksum) =>
        _storage.Snapshots.Receive(metadata, sizeBytes, checksum);

    public void Dispose()
    {
        _metrics.Dispose();
        _stopping.Dispose();
    }

    private static RaftNodeOptions NodeOptions(RaftMemberOptions options, TimeProvider time) => new()
    {
        GrantsLeases = options.LeaseReads,
        LeaseDuration = options.LeaseReads ? LeaseDuration(options, time) : 0,
        Id = options.Id,
        ElectionTicks = options.ElectionTicks,
        HeartbeatTicks = options.HeartbeatTicks,
        WriteStallTicks = 2 * options.ElectionTicks,
        AppendBytesMax = options.MaxBatchBytes,
        CacheBytesMax = options.LogCacheBytes,
    };

    /// <summary>
    /// Members count in whole ticks, one of which may just have begun, and clocks may differ by a tenth.
    /// </summary>
    private static long LeaseDuration(RaftMemberOptions options, TimeProvider time) => (long)(
        0.9 * (options.ElectionTicks - 2) * options.TickInterval.TotalSeconds * time.TimestampFrequency);

    private void RestoreStateMachine(IStateMachine stateMachine, SnapshotMetadata? metadata)
    {
        if (metadata is null)
        {
            return;
        }

        using var snapshot = _storage.Snapshots.Open(metadata.Position)!;
        using var data = snapshot.OpenData();
        stateMachine.Restore(data);
    }

    private void OnWritten(ulong sequence, List<Message> messages) => _loop.Post(() =>
    {
        messages.ForEach(Send);
        _node.Written(sequence);
    });

    private void OnSnapshotTaken(SnapshotMetadata metadata)
    {
        LogSnapshotTaken(_logger, metadata.Position.Index);
        _metrics.SnapshotTaken();
        _storage.Snapshots.RemoveOutdated();
        _loop.Post(() => _node.SnapshotTaken(metadata, (ulong)_options.TrailingEntries));
        if (metadata.Position.Index > (ulong)_options.TrailingEntries)
        {
            _writer.CompactTo(metadata.Position.Index - (ulong)_options.TrailingEntries);
        }
    }

    private void OnRoundEnded()
    {
        if (!ReferenceEquals(_announcedMembership, _node.Membership))
        {
            AnnouncePeers();
        }

        RecordStorages();
        var old = Status.Current;
        if (Status.Publish(_node))
        {
            var now = Status.Current;
            LogStatus(_logger, now.Role, now.Term, now.LeaderId, now.HasQuorum, old.Role, old.Term);
            if (now.LeaderId != 0 && now.LeaderId != _lastLeaderId)
            {
                _lastLeaderId = now.LeaderId;
                _metrics.LeaderChanged();
            }
        }
    }

    private void RecordStorages()
    {
        if (_node.Role == RaftRole.Leader && _hasUnrecordedStorage)
        {
            foreach (var (member, storage) in _storages.Unrecorded())
            {
                _node.Identify(member, storage);
            }
        }
    }

    /// <summary>
    /// Tells the transport who the others are: each is tried where this member's configuration says, and where the log
    /// says, so that either may be ahead of the other when a member moves.
    /// </summary>
    private void AnnouncePeers()
    {
        _announcedMembership = _node.Membership;
        var members = _node.Membership.Configuration.Members;
        _storages.Update(_node.Membership);
        _hasUnrecordedStorage = members.Any(member => member.StorageId == 0);
        if (_storages.RefusalOf(MemberId, StorageId) is { } refusal)
        {
            Fail(new ForeignStorageException($"{_options.DataDirectory}: {refusal}"));
        }

        var peers = members
            .ToDictionary(member => member.Id, member => new RaftPeer(member.Id, member.Name, [.. member.Addresses]));
        foreach (var peer in _options.Peers.Where(peer => peer.Addresses.Count > 0))
        {
            var logged = peers.GetValueOrDefault(peer.Id)?.Addresses ?? [];
            peers[peer.Id] = peer with { Addresses = [.. peer.Addresses.Union(logged)] };
        }

        peers.Remove(MemberId);
        _transport.SetPeers(peers.Values);
    }

    private void Send(Message message)
    {
        if (message.BodyCase == Message.BodyOneofCase.InstallSnapshot)
        {
            _ = Task.Run(() => SendSnapshotAsync(message));
        }
        else
        {
            _transport.Send(message);
        }
    }

    private void Fetch(LogFetch fetch)
    {
        try
        {
            var entries = _storage.Log.Reader.Read(fetch.From, fetch.Through, fetch.BytesMax, fetch.TermOf);
            _loop.Post(() => _node.Fetched(fetch, entries));
        }
#pragma warning disable CA1031 // A disk that fails must not be gone on with.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fail(exception);
        }
    }

    private async Task SendSnapshotAsync(Message notice)
    {
        var delivered = false;
        try
        {
            using var snapshot = _storage.Snapshots.OpenNewest()
                ?? throw new IOException("There is no snapshot to send.");
            notice.InstallSnapshot.Snapshot = snapshot.Metadata;
            LogSendingSnapshot(_logger, notice.To, snapshot.Metadata.Position.Index, snapshot.DataLength);
            await _transport.SendSnapshotAsync(notice, snapshot, _stopping.Token);
            delivered = true;
            _metrics.SnapshotSent();
        }
        catch (DamagedStorageException exception)
        {
            Fail(exception);
        }
#pragma warning disable CA1031 // The state machine sends it again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogSnapshotNotSent(_logger, notice.To, exception.Message);
        }

        _loop.Post(() => _node.ReportSnapshot(notice.To, delivered));
    }
}
