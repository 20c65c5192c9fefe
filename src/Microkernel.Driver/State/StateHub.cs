using Google.Protobuf.WellKnownTypes;
using Microkernel.Driver.V1;

namespace Microkernel.Driver;

/// <summary>Keeps the last known state, numbers each change, and hands it to every open stream.</summary>
internal sealed class StateHub(TimeProvider time, int queueCapacity = StateHub.DefaultQueueCapacity) : IStatePublisher
{
    /// <summary>Changes that a reader may be behind before its stream is ended.</summary>
    public const int DefaultQueueCapacity = 1024;

    private readonly Lock _lock = new();
    private readonly LatestByKey<ResourceChange> _resources = new(c => c.State == ResourceState.Stopped);
    private readonly LatestByKey<PeerChange> _peers = new(c => c.State == PeerState.Left);
    private readonly LatestByKey<AttributeChange> _attributes = new(_ => false);
    private readonly List<StateSubscription> _subscriptions = [];
    private Health _health = new() { State = Health.Types.State.Healthy };
    private ulong _sequence;
    private volatile bool _watched;

    public bool IsWatched => _watched;

    /// <summary>The health last published; healthy until then.</summary>
    public Health Health
    {
        get
        {
            lock (_lock)
                return _health.Clone();
        }
    }

    public void Publish(ResourceChange change)
    {
        lock (_lock)
        {
            if (_resources.Set(change.Resource, change))
                Send(message => message.Resource = change.Clone());
        }
    }

    public void Publish(PeerChange change)
    {
        lock (_lock)
        {
            if (_peers.Set(change.Node, change))
                Send(message => message.Peer = change.Clone());
        }
    }

    public void Publish(Health health)
    {
        lock (_lock)
        {
            if (_health.Equals(health))
                return;
            _health = health.Clone();
            Send(message => message.Health = health.Clone());
        }
    }

    public void Publish(AttributeChange change)
    {
        lock (_lock)
        {
            var changed = change.Value.Length == 0
                ? _attributes.Remove(change.Name)
                : _attributes.Set(change.Name, change);
            if (changed)
                Send(message => message.Attribute = change.Clone());
        }
    }

    public void RetainPeers(IReadOnlyCollection<string> nodes)
    {
        lock (_lock)
            _peers.Retain(nodes);
    }

    /// <summary>Opens a stream: a snapshot and, without a gap, every change after it.</summary>
    public StateSubscription Subscribe()
    {
        var subscription = new StateSubscription(this, queueCapacity);
        lock (_lock)
        {
            subscription.TryWrite(NewMessage(message => message.Snapshot = new StateSnapshot
            {
                Resources = { _resources.Values },
                Peers = { _peers.Values },
                Attributes = { _attributes.Values },
                Health = _health.Clone(),
            }));
            _subscriptions.Add(subscription);
            _watched = true;
        }
        return subscription;
    }

    /// <summary>Takes the next message of a stream, or a beat, which carries the number of the last change.</summary>
    /// <exception cref="StateQueueFullException">The stream was ended because its reader is too slow.</exception>
    public WatchStateResponse NextOrBeat(StateSubscription subscription)
    {
        // Under the lock no change can be published between the look and the beat: a beat never overtakes a change.
        lock (_lock)
        {
            if (subscription.Reader.TryRead(out var message))
                return message;
            if (subscription.Reader.Completion.IsFaulted)
                throw new StateQueueFullException();
            return NewMessage(beat => beat.Beat = new Beat());
        }
    }

    public void Remove(StateSubscription subscription)
    {
        lock (_lock)
        {
            _subscriptions.Remove(subscription);
            _watched = _subscriptions.Count > 0;
        }
    }

    private void Send(Action<WatchStateResponse> setEvent)
    {
        _sequence++;
        var message = NewMessage(setEvent);
        // The same message goes to each reader: nobody changes it once it is sent.
        _subscriptions.RemoveAll(subscription => !subscription.TryWrite(message));
        _watched = _subscriptions.Count > 0;
    }

    private WatchStateResponse NewMessage(Action<WatchStateResponse> setEvent)
    {
        var message = new WatchStateResponse { Sequence = _sequence, Time = time.GetUtcNow().ToTimestamp() };
        setEvent(message);
        return message;
    }
}
