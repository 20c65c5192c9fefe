namespace Microkernel.Driver;

/// <summary>A class whose agents are known when the driver is written: one C# class per agent.</summary>
/// <typeparam name="TAgent">What the agents can do.</typeparam>
public sealed class FixedAgentClass<TAgent> : IAgentClass<TAgent>
    where TAgent : class, IAgent
{
    private readonly Dictionary<string, TAgent> _agents = new(StringComparer.Ordinal);

    /// <summary>Creates the class.</summary>
    /// <param name="name">The class, as "drbd".</param>
    /// <param name="agents">Its agents; each full name begins with the class and a colon.</param>
    /// <exception cref="ArgumentException">A name does not begin so, or is there twice.</exception>
    public FixedAgentClass(string name, params IEnumerable<TAgent> agents)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(agents);
        Name = name;
        foreach (var agent in agents)
        {
            if (!agent.Name.StartsWith(name + ":", StringComparison.Ordinal))
                throw new ArgumentException($"'{agent.Name}' does not begin with '{name}:'", nameof(agents));
            if (!_agents.TryAdd(agent.Name, agent))
                throw new ArgumentException($"'{agent.Name}' is there twice", nameof(agents));
        }
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IEnumerable<string> List() => _agents.Keys;

    /// <inheritdoc/>
    public TAgent? Find(string agent) => _agents.GetValueOrDefault(agent);
}
