using Microkernel.Scheduling.Engine;

namespace Microkernel.Simulation.Cib;

/// <summary>What rules of a CIB can look at.</summary>
internal sealed record RuleContext(DateTimeOffset Now)
{
    /// <summary>Gets the node that is judged; null where the rule is not about nodes.</summary>
    public Node? Node { get; init; }

    /// <summary>Gets the agent of the resource, as class, provider and type.</summary>
    public (string Class, string? Provider, string Type)? Agent { get; init; }

    /// <summary>Gets the operation, as its name and interval in milliseconds.</summary>
    public (string Name, long Interval)? Operation { get; init; }

    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    public IReadOnlyDictionary<string, string>? Meta { get; init; }

    /// <summary>Gets the matched parts of a pattern, for "%1" in attributes' names.</summary>
    public IReadOnlyList<string>? Matches { get; init; }
}
