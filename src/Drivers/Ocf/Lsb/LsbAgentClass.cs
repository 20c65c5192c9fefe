using Microkernel.Driver;

namespace Microkernel.Drivers.Ocf;

/// <summary>Agents "lsb:NAME", the init scripts of this host, and "lsb:/PATH", a script anywhere on it.</summary>
internal sealed class LsbAgentClass : IAgentClass<IResourceAgent>
{
    private readonly string _folder;

    public LsbAgentClass(string folder)
    {
        if (!Path.IsPathRooted(folder))
            throw new ArgumentException($"--init-dir: got \"{folder}\", expected an absolute path");
        _folder = folder;
    }

    public string Name => "lsb";

    public IEnumerable<string> List() => AgentFiles.List(_folder).Select(script => "lsb:" + script);

    public IResourceAgent? Find(string agent)
    {
        var script = agent[(Name.Length + 1)..];
        string path;
        if (AgentFiles.IsName(script))
            path = Path.Combine(_folder, script);
        else if (script.StartsWith('/') && Path.GetFullPath(script) == script)
            path = script;
        else
            return null;
        return AgentFiles.IsExecutable(path) ? new LsbAgent(agent, path) : null;
    }
}
