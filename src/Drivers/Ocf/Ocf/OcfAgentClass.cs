using Microkernel.Driver;

namespace Microkernel.Drivers.Ocf;

/// <summary>Agents "ocf:PROVIDER:TYPE", which are the executable files ROOT/resource.d/PROVIDER/TYPE.</summary>
internal sealed class OcfAgentClass : IAgentClass<IResourceAgent>, IDisposable
{
    private readonly AgentMetadataCache _metadata = new();
    private readonly string _root;
    private readonly string _folder;

    public OcfAgentClass(string root)
    {
        if (!Path.IsPathRooted(root))
            throw new ArgumentException($"--ocf-root: got \"{root}\", expected an absolute path");
        _root = root;
        _folder = Path.Combine(root, "resource.d");
    }

    public string Name => "ocf";

    public IEnumerable<string> List() =>
        from folder in Directory.Exists(_folder) ? Directory.EnumerateDirectories(_folder) : []
        let provider = Path.GetFileName(folder)
        where AgentFiles.IsName(provider)
        from type in AgentFiles.List(folder)
        select $"ocf:{provider}:{type}";

    public IResourceAgent? Find(string agent)
    {
        var parts = agent.Split(':');
        if (parts is not ["ocf", var provider, var type] || !AgentFiles.IsName(provider) || !AgentFiles.IsName(type))
            return null;
        var path = Path.Combine(_folder, provider, type);
        return AgentFiles.IsExecutable(path) ? new OcfAgent(agent, provider, type, path, _root, _metadata) : null;
    }

    public void Dispose() => _metadata.Dispose();
}
