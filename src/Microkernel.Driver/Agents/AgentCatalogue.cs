namespace Microkernel.Driver;

/// <summary>The agents of all classes that a driver runs.</summary>
internal sealed class AgentCatalogue<TAgent>(IReadOnlyList<IAgentClass<TAgent>> classes)
    where TAgent : class, IAgent
{
    public IEnumerable<string> Classes => classes.Select(agentClass => agentClass.Name);

    public IEnumerable<string> List() => classes.SelectMany(agentClass => agentClass.List());

    public TAgent? Find(string agent)
    {
        var colon = agent.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
            return null;
        return classes.FirstOrDefault(c => agent.AsSpan(0, colon).SequenceEqual(c.Name))?.Find(agent);
    }
}
