using System.Threading.Channels;
using Microkernel.Driver;
using Microkernel.Driver.V1;
using Microkernel.Drivers.Heartbeat.Engine;

namespace Microkernel.Drivers.Heartbeat.Service;

/// <summary>Carries what the engine hears to the state stream, so that the engine's thread waits for nobody.</summary>
internal sealed class StatePublication : IPeerObserver, IAsyncDisposable
{
    // Far more than a second of changes; when the process is that far behind, the oldest are stale anyway and each
    // peer is reported again within a second.
    private const int MostWaiting = 4096;

    private readonly IStatePublisher _state;
    private readonly Channel<Action> _waiting = Channel.CreateBounded<Action>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly Task _publishing;
    private readonly HashSet<string> _nodes = [];

    /// <summary>Starts to publish.</summary>
    public StatePublication(IStatePublisher state)
    {
        _state = state;
        _publishing = PublishAsync();
    }

    /// <inheritdoc/>
    public void PeersChanged(IReadOnlyList<PeerReport> peers) => _waiting.Writer.TryWrite(() =>
    {
        foreach (var peer in peers)
        {
            _nodes.Add(peer.Node);
            _state.Publish(PeerMessages.From(peer));
        }
    });

    /// <inheritdoc/>
    public void PeersRemoved(IReadOnlyList<string> nodes) => _waiting.Writer.TryWrite(() =>
    {
        _nodes.ExceptWith(nodes);
        _state.RetainPeers([.. _nodes]);
    });

    /// <inheritdoc/>
    public void ProblemsChanged(IReadOnlyList<string> problems) => _waiting.Writer.TryWrite(() =>
        _state.Publish(new Health
        {
            State = problems.Count == 0 ? Health.Types.State.Healthy : Health.Types.State.Degraded,
            Problems = { problems },
        }));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.Complete();
        await _publishing;
    }

    private async Task PublishAsync()
    {
        await foreach (var publish in _waiting.Reader.ReadAllAsync())
            publish();
    }
}
