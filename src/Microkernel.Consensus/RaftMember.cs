using Google.Protobuf;
using Microkernel.Consensus.Hosting;
using Microkernel.Consensus.Storage;
using Microkernel.Raft.V1;
using Microsoft.Extensions.Logging;

namespace Microkernel.Consensus;

/// <summary>One member of a replicated state machine: Raft with its log on disk and its transport.</summary>
public sealed class RaftMember : IAsyncDisposable
{
    private readonly MemberRuntime _runtime;
    private readonly RaftMemberOptions _options;
    private readonly TimeProvider _time;

    private RaftMember(MemberRuntime runtime, RaftMemberOptions options, TimeProvider time)
    {
        _runtime = runtime;
        _options = options;
        _time = time;
    }

    /// <summary>
    /// Raised when leader, term, role, quorum or membership changed; one at a time, in order, not on a thread that
    /// consensus waits for.
    /// </summary>
    public event Action<RaftStatus>? StatusChanged
    {
        add => _runtime.Status.Changed += value;
        remove => _runtime.Status.Changed -= value;
    }

    /// <summary>What the member knows now; costs nothing to read.</summary>
    public RaftStatus Status => _runtime.CurrentStatus;

    /// <summary>Ends when the member has stopped; faulted when a disk error, damage or a defect stopped it.</summary>
    public Task Completion => _runtime.Completion;

    /// <summary>
    /// Opens the data directory, restores the state machine from the newest snapshot, and takes part.
    /// </summary>
    /// <exception cref="ArgumentException">A setting is not valid.</exception>
    /// <exception cref="DamagedStorageException">The data directory is damaged.</exception>
    /// <exception cref="IOException">The data directory is in use, belongs to another member, or fails.</exception>
    public static async Task<RaftMember> StartAsync(
        RaftMemberOptions options,
        IStateMachine stateMachine,
        IRaftTransport transport,
        TimeProvider time,
        ILoggerFactory loggers,
        CancellationToken ct) =>
        await StartAsync(options, new DiskFileSystem(), stateMachine, transport, time, loggers, ct);

    internal static async Task<RaftMember> StartAsync(
        RaftMemberOptions options,
        IFileSystem files,
        IStateMachine stateMachine,
        IRaftTransport transport,
        TimeProvider time,
        ILoggerFactory loggers,
        CancellationToken ct)
    {
        RaftMemberOptionsValidator.Validate(options);
        ArgumentNullException.ThrowIfNull(stateMachine);
        ArgumentNullException.ThrowIfNull(transport);
        ArgumentNullException.ThrowIfNull(loggers);
        var runtime = await Task.Run(
            () => new MemberRuntime(options, files, stateMachine, transport, time, loggers), ct);
        runtime.Start();
        return new RaftMember(runtime, options, time);
    }

    /// <summary>
    /// Proposes a command, on any member; completes with the state machine's result when it is applied on this one.
    /// </summary>
    /// <exception cref="RaftUnavailableException">There was no leader in time; surely not applied.</exception>
    /// <exception cref="ProposalOutcomeUnknownException">It may have been applied, or may still be.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up; it may have been applied.</exception>
    public Task<object?> ProposeAsync(ReadOnlyMemory<byte> command, CancellationToken ct)
    {
        if (command.Length > _options.MaxCommandBytes)
        {
            throw new ArgumentException(
                $"The command has {command.Length} bytes; at most {_options.MaxCommandBytes} are taken.",
                nameof(command));
        }

        return Propose(New(ByteString.CopyFrom(command.Span), null), ct);
    }

    /// <summary>
    /// Returns a point to read at: when the call completes, this member has applied everything that was acknowledged
    /// anywhere before the call.
    /// </summary>
    /// <exception cref="RaftUnavailableException">There was no leader with a majority in time.</exception>
    public Task<ulong> ReadIndexAsync(CancellationToken ct) => ReadIndexAsync(ReadMode.ReadIndex, ct);

    /// <summary>As <see cref="ReadIndexAsync(CancellationToken)"/>, by choice resting on a lease.</summary>
    /// <exception cref="RaftUnavailableException">There was no leader with a majority in time.</exception>
    public async Task<ulong> ReadIndexAsync(ReadMode mode, CancellationToken ct)
    {
        var read = new PendingRead(Deadline()) { TakesLease = mode == ReadMode.Lease };
        if (!_runtime.Post(desk => desk.Add(read)))
        {
            throw new RaftUnavailableException("The member has stopped.");
        }

        await using var registration = ct.Register(() => read.Completion.TrySetCanceled(ct));
        return await read.Completion.Task;
    }

    /// <summary>
    /// Changes the membership, on the leader; completes when the change is begun and surely will be finished.
    /// </summary>
    /// <exception cref="InvalidMembershipChangeException">The change does not fit the membership.</exception>
    /// <exception cref="RaftUnavailableException">This member does not lead; nothing was changed.</exception>
    /// <exception cref="ProposalOutcomeUnknownException">The change may have been made.</exception>
    public Task ChangeMembershipAsync(MembershipChange change, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Propose(New(null, change.Transition), ct);
    }

    /// <summary>Asks the leader to hand over to a voter; completes when that one leads.</summary>
    /// <exception cref="RaftUnavailableException">The target did not become leader in time.</exception>
    public Task TransferLeadershipAsync(ulong targetId, CancellationToken ct) =>
        _runtime.TransferLeadershipAsync(targetId, _options.RequestTimeout, ct);

    /// <summary>
    /// Goes on as the only voter because the other of two is proven to be off; completes when this member leads alone.
    /// </summary>
    /// <exception cref="InvalidMembershipChangeException">
    /// There is no proof, this member has not met the other since it started, or they are not the only two voters.
    /// </exception>
    /// <exception cref="RaftUnavailableException">The takeover was begun but not finished in time.</exception>
    public Task TakeOverAsync(ulong fencedId, FenceProof proof, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(proof);
        var takeover = new Takeover { SurvivorId = _options.Id, FencedId = fencedId, Proof = proof };
        return _runtime.TakeOverAsync(takeover, _options.RequestTimeout, ct);
    }

    /// <summary>Stops taking part and closes the files; a leader hands over first.</summary>
    public Task StopAsync(CancellationToken ct) => _runtime.StopAsync(ct);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _runtime.Dispose();
    }

    /// <summary>Runs an action where the member does its work, which stands still meanwhile.</summary>
    internal void Hold(Action action) => _runtime.Post(_ => action());

    /// <summary>Stops without handing over, as if the process were killed.</summary>
    internal Task KillAsync() => _runtime.KillAsync();

    private long Deadline() =>
        _time.GetTimestamp() + (long)(_options.RequestTimeout.TotalSeconds * _time.TimestampFrequency);

    private PendingProposal New(ByteString? command, MembershipTransition? transition) =>
        new(command, transition, Deadline()) { Started = _time.GetTimestamp() };

    private async Task<object?> Propose(PendingProposal proposal, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (!_runtime.Post(desk => desk.Add(proposal)))
        {
            throw new RaftUnavailableException("The member has stopped.");
        }

        await using var registration = ct.Register(() => proposal.Cancel(ct));
        return await proposal.Completion;
    }
}
