using Google.Protobuf.WellKnownTypes;
using Microkernel.Scheduling;
using Microkernel.V1;

namespace Microkernel.Core.Transitions;

/// <summary>What the leader on this node is doing, for status; empty where this node does not lead.</summary>
internal sealed class TransitionBoard(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ActionKey, string> _underWay = [];
    private readonly Dictionary<string, string> _reasons = [];
    private TransitionStatus? _transition;

    /// <summary>The transition under way; null when there is none.</summary>
    public TransitionStatus? Current
    {
        get
        {
            lock (_lock)
                return _transition?.Clone();
        }
    }

    /// <summary>Orders that have not ended.</summary>
    public IReadOnlyCollection<ActionKey> UnderWayKeys
    {
        get
        {
            lock (_lock)
                return [.. _underWay.Keys];
        }
    }

    /// <summary>What is under way with a resource.</summary>
    public (bool Starting, string Reason)? UnderWay(string resource)
    {
        lock (_lock)
        {
            foreach (var (key, reason) in _underWay)
                if (key.Resource == resource && key.Kind is ActionKind.Start or ActionKind.Stop)
                    return (key.Kind == ActionKind.Start, reason);
            return null;
        }
    }

    /// <summary>Why a resource is held up; null when it is not.</summary>
    public string? ReasonOf(string resource)
    {
        lock (_lock)
            return _reasons.GetValueOrDefault(resource);
    }

    public void Planned(Plan plan)
    {
        lock (_lock)
        {
            _reasons.Clear();
            foreach (var notice in plan.Notices)
                if (notice is { Kind: NoticeKind.Blocked, Resource: { } resource })
                    _reasons[resource] = notice.Message;
            if (plan.Actions.Count == 0)
            {
                _transition = null;
                return;
            }
            _transition ??= new TransitionStatus { Since = time.GetUtcNow().ToTimestamp(), Id = (ulong)time.GetTimestamp() };
            _transition.Total = _transition.Done + (uint)plan.Actions.Count;
            ShowRunning();
        }
    }

    public void Began(ActionKey key, string reason)
    {
        lock (_lock)
        {
            _underWay[key] = reason;
            ShowRunning();
        }
    }

    /// <summary>An action ended; one that did not succeed is planned again and is not done.</summary>
    public void Ended(ActionKey key, bool succeeded)
    {
        lock (_lock)
        {
            _underWay.Remove(key);
            if (_transition is not null && succeeded) _transition.Done++;
            ShowRunning();
        }
    }

    /// <summary>This node leads no more.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _underWay.Clear();
            _reasons.Clear();
            _transition = null;
        }
    }

    private void ShowRunning()
    {
        if (_transition is null) return;
        _transition.Running.Clear();
        _transition.Running.Add(_underWay.Keys.Select(key => key.ToString()));
    }
}
