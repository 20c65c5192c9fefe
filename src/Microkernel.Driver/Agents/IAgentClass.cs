namespace Microkernel.Driver;

/// <summary>All agents whose full names begin with one class and a colon.</summary>
/// <typeparam name="TAgent">What the agents of the class can do.</typeparam>
public interface IAgentClass<out TAgent>
    where TAgent : class, IAgent
{
    /// <summary>The class, as "ocf" or "fence": lower case letters, digits and dashes.</summary>
    string Name { get; }

    /// <summary>Lists the full names of the agents that are there now, in any order.</summary>
    /// <exception cref="IOException">The agents cannot be listed now.</exception>
    IEnumerable<string> List();

    /// <summary>Finds an agent by its full name; null when there is none, or when the name is not a name.</summary>
    TAgent? Find(string agent);
}
