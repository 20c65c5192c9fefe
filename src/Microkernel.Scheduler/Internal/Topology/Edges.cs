namespace Microkernel.Scheduling.Internal;

/// <summary>A resource, or the members of a group, as positions in the table of resources.</summary>
internal readonly record struct ResourceSpan(int First, int Count)
{
    public int Last => First + Count - 1;
}

/// <summary>A group in the table of resources: its members are neighbours.</summary>
internal sealed record GroupSpan(string Name, int First, int Count);

/// <summary>A colocation between two resources; groups are taken apart.</summary>
/// <param name="Label">How people know it, as "colocation web-with-ip" or "group web".</param>
/// <param name="Dependent">The one that follows.</param>
/// <param name="Primary">The one that is followed.</param>
/// <param name="Score">INFINITY: only together. -INFINITY: never together.</param>
internal sealed record ColocationEdge(string Label, int Dependent, int Primary, int Score);

/// <summary>An order between two resources; groups are taken apart.</summary>
internal sealed record OrderEdge(string Label, int First, int Then, bool Mandatory, bool Symmetrical, bool OfGroup);

/// <summary>A location score; of a group it is the first member's, as the others follow that one.</summary>
internal sealed record LocationEdge(string Label, int Resource, string Node, int Score);
