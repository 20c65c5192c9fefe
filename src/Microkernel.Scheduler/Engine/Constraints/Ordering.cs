namespace Microkernel.Scheduling.Engine;

/// <summary>What one action says of another one.</summary>
[Flags]
internal enum OrderType
{
    None = 0,

    /// <summary>The order alone, where both happen.</summary>
    Optional = 1,

    /// <summary>Where the second has to happen, so has the first.</summary>
    ImpliesFirst = 2,

    /// <summary>Where the first has to happen, so has the second.</summary>
    ImpliesThen = 4,

    /// <summary>Where the second has to happen and the resource is promoted, so has the first.</summary>
    PromotedImpliesFirst = 8,

    /// <summary>A live migration's end makes its begin necessary, and stands or falls with the second.</summary>
    ImpliesFirstMigratable = 16,

    /// <summary>The second can happen only where the first can.</summary>
    RunnableFirst = 32,

    /// <summary>The second is nothing but a mark only where the first can happen.</summary>
    PseudoFirst = 64,

    /// <summary>As ImpliesThen, for instances on the node of the first alone.</summary>
    ImpliesThenOnNode = 128,

    /// <summary>A stop that makes a start possible again.</summary>
    Restart = 256,

    /// <summary>Only where both are on one node.</summary>
    SameNode = 512,

    /// <summary>Stops do not go the other way round.</summary>
    Asymmetrical = 1024,

    /// <summary>One of several firsts is enough.</summary>
    OneOrMore = 2048,

    /// <summary>Frees what the second uses; only where the first is no migration.</summary>
    Load = 4096,

    /// <summary>The second makes the first needless.</summary>
    ThenCancelsFirst = 8192,

    /// <summary>Not where the first moves alive.</summary>
    FirstNotMigrating = 16384,

    /// <summary>Never both at one time.</summary>
    Serialize = 32768,

    /// <summary>Survives where the fencing of a node takes the place of the second.</summary>
    Preserve = 65536,
}

/// <summary>An order between actions of two resources, by the tasks' names.</summary>
/// <param name="First">The resource that goes first; null where <paramref name="FirstAction"/> is given.</param>
/// <param name="FirstTask">What it does.</param>
/// <param name="Then">The resource that goes after.</param>
/// <param name="ThenTask">What it does.</param>
/// <param name="Type">What the order means.</param>
internal sealed record Ordering(Resource? First, string FirstTask, Resource? Then, string ThenTask, OrderType Type)
{
    public GraphAction? FirstAction { get; init; }

    public GraphAction? ThenAction { get; init; }
}
