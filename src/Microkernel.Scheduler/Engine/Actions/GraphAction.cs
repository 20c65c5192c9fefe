namespace Microkernel.Scheduling.Engine;

/// <summary>Something that may have to be done, or a mark that other actions are ordered by.</summary>
internal sealed class GraphAction(int number, Resource? resource, string task, Node? node, int interval)
{
    public int Number { get; } = number;

    public Resource? Resource { get; } = resource;

    public string Task { get; } = task;

    public Node? Node { get; set; } = node;

    /// <summary>Gets the milliseconds between two, for what recurs.</summary>
    public int Interval { get; } = interval;

    /// <summary>Gets or sets whether nothing asks for it.</summary>
    public bool Optional { get; set; }

    /// <summary>Gets or sets whether it is done again though nothing asks for it, as nobody knows its end.</summary>
    public bool Again { get; set; }

    /// <summary>Gets or sets whether it can be done.</summary>
    public bool Runnable { get; set; } = true;

    /// <summary>Gets or sets whether it is a mark alone.</summary>
    public bool Pseudo { get; set; }

    /// <summary>Gets or sets whether it is a part of a live migration.</summary>
    public bool Migratable { get; set; }

    /// <summary>Gets or sets whether it mends what a migration left behind.</summary>
    public bool Dangling { get; set; }

    /// <summary>Gets or sets whether the fencing of its node does it.</summary>
    public bool ByFencing { get; set; }

    /// <summary>Gets or sets whether it can be done when a number of those before it can.</summary>
    public bool NeedsAny { get; set; }

    public int NeededBefore { get; set; } = 1;

    public int RunnableBefore { get; set; }

    /// <summary>Gets or sets what must be so before it is done.</summary>
    public V1.Requires Needs { get; set; } = V1.Requires.Nothing;

    /// <summary>Gets or sets why it is done, or cannot be.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Gets or sets the first that made it necessary or impossible, for people.</summary>
    public GraphAction? Because { get; set; }

    public List<ActionLink> Before { get; } = [];

    public List<ActionLink> After { get; } = [];

    /// <summary>Gets or sets whether it is looked at right now, which ends loops.</summary>
    public int Depth { get; set; }

    public override string ToString() =>
        $"{Resource?.Id ?? "cluster"} {Task}{(Node is null ? "" : $" on {Node.Name}")}"
        + $"{(Optional ? " optional" : "")}{(Runnable ? "" : " unrunnable")}{(Pseudo ? " pseudo" : "")}";
}

/// <summary>An order between two actions.</summary>
internal sealed class ActionLink(GraphAction first, GraphAction then, OrderType type)
{
    public GraphAction First { get; } = first;

    public GraphAction Then { get; } = then;

    public OrderType Type { get; set; } = type;
}
