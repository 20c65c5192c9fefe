namespace Microkernel.Scheduling.Internal;

/// <summary>An action while the transition is put together.</summary>
internal sealed class DraftAction(ActionKind kind, NodeView node, ResourceView? resource, string reason)
{
    private List<DraftAction>? _after;

    public ActionKind Kind { get; } = kind;

    public NodeView Node { get; } = node;

    public ResourceView? Resource { get; } = resource;

    public string Reason { get; } = reason;

    public bool UnderWay { get; init; }

    /// <summary>Number in the finished plan; 0 while it has none.</summary>
    public int Id { get; set; }

    public IReadOnlyList<DraftAction> After => _after ?? (IReadOnlyList<DraftAction>)[];

    /// <summary>Has it wait for another action; none is fine.</summary>
    public void WaitFor(DraftAction? other)
    {
        if (other is not null && other != this)
        {
            (_after ??= []).Add(other);
        }
    }

    public void WaitForAll(IEnumerable<DraftAction>? others)
    {
        foreach (var other in others ?? [])
        {
            WaitFor(other);
        }
    }
}
