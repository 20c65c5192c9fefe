namespace Microkernel.Driver;

/// <summary>Every agent of a driver, whatever it is for.</summary>
internal sealed class AgentDirectory(
    AgentCatalogue<IResourceAgent> resources, AgentCatalogue<IFenceAgent> fencing)
{
    public IEnumerable<string> Classes =>
        resources.Classes.Concat(fencing.Classes).Order(StringComparer.Ordinal);

    public IEnumerable<string> List() => resources.List().Concat(fencing.List()).Order(StringComparer.Ordinal);

    public IAgent? Find(string agent) => (IAgent?)resources.Find(agent) ?? fencing.Find(agent);
}
