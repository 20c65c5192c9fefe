using System.Collections.Concurrent;
using Microkernel.Consensus.Transport;
using Microkernel.Raft.V1;
using Microsoft.Extensions.Logging;

namespace Microkernel.Consensus;

/// <summary>
/// Carries messages over gRPC: one stream per direction and member, over one of its addresses at a time. The host maps
/// <see cref="RaftTransportService"/>, with this transport as a singleton, to receive.
/// </summary>
public sealed class GrpcRaftTransport : IRaftTransport
{
    private readonly GrpcRaftTransportOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<ulong, PeerConnection> _connections = new();
    private readonly Dictionary<ulong, int> _incoming = [];
    private readonly Lock _lock = new();
    private IRaftReceiver? _receiver;
    private IReadOnlyCollection<RaftPeer> _peers = [];
    private bool _isStopped;

    /// <summary>Creates the transport; nothing is sent before <see cref="Start"/>.</summary>
    public GrpcRaftTransport(GrpcRaftTransportOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(loggers);
        _options = options;
        _time = time;
        _logger = loggers.CreateLogger<GrpcRaftTransport>();
    }

    internal GrpcRaftTransportOptions Options => _options;

    internal TimeProvider Time => _time;

    /// <summary>The member to receive for; null before the start and after the end.</summary>
    internal IRaftReceiver? Receiver => _isStopped ? null : Volatile.Read(ref _receiver);

    /// <inheritdoc/>
    public void Start(IRaftReceiver receiver)
    {
        lock (_lock)
        {
            Volatile.Write(ref _receiver, receiver);
            Connect();
        }
    }

    /// <inheritdoc/>
    public void SetPeers(IReadOnlyCollection<RaftPeer> peers)
    {
        lock (_lock)
        {
            _peers = [.. peers];
            Connect();
        }
    }

    /// <inheritdoc/>
    public void Send(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (_connections.TryGetValue(message.To, out var connection))
        {
            connection.Send(message);
        }
    }

    /// <inheritdoc/>
    public Task SendSnapshotAsync(Message notice, ISnapshotSource source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notice);
        return _connections.TryGetValue(notice.To, out var connection)
            ? connection.SendSnapshotAsync(notice, source, cancellationToken)
            : throw new IOException($"Member {notice.To} has no address.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _isStopped = true;
        }

        await Task.WhenAll(_connections.Values.Select(connection => connection.DisposeAsync().AsTask()));
        _connections.Clear();
    }

    internal void StreamOpened(ulong from)
    {
        lock (_incoming)
        {
            _incoming[from] = _incoming.GetValueOrDefault(from) + 1;
        }
    }

    internal void StreamClosed(ulong from)
    {
        lock (_incoming)
        {
            if (--_incoming[from] > 0)
            {
                return;
            }
        }

        Receiver?.ReportDisconnected(from);
    }

    private void Connect()
    {
        if (_receiver is null || _isStopped)
        {
            return;
        }

        foreach (var peer in _peers.Where(peer => peer.Addresses.Count > 0))
        {
            if (_connections.TryGetValue(peer.Id, out var known))
            {
                known.SetAddresses(peer.Addresses);
            }
            else
            {
                _connections[peer.Id] = new PeerConnection(peer, _receiver, _options, _time, _logger);
            }
        }

        foreach (var id in _connections.Keys.Except(_peers.Select(peer => peer.Id)).ToList())
        {
            if (_connections.TryRemove(id, out var gone))
            {
                _ = gone.DisposeAsync().AsTask();
            }
        }
    }
}
