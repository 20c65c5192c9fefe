using Microkernel.Driver;

namespace Microkernel.Drivers.Fencing;

/// <summary>Agents "fence:fence_NAME", which are programs of that name, and the built-in "fence:null".</summary>
internal sealed class FenceAgentClass : IAgentClass<IFenceAgent>, IDisposable
{
    /// <summary>Their folder holds every other tool of the system too, which must not be run by a name.</summary>
    private const string ProgramPrefix = "fence_";

    private readonly AgentMetadataCache _metadata = new();
    private readonly NullFenceAgent _null = new();
    private readonly string[] _folders;
    private readonly TimeProvider _time;

    public FenceAgentClass(string[] folders, TimeProvider time)
    {
        foreach (var folder in folders)
        {
            if (!Path.IsPathRooted(folder))
                throw new ArgumentException($"--agent-dir: got \"{folder}\", expected an absolute path");
        }
        _folders = folders;
        _time = time;
    }

    public string Name => "fence";

    public IEnumerable<string> List() =>
        _folders.SelectMany(AgentFiles.List).Where(IsAgent).Distinct(StringComparer.Ordinal)
            .Select(program => "fence:" + program).Append(_null.Name);

    public IFenceAgent? Find(string agent)
    {
        if (agent == _null.Name)
            return _null;
        var program = agent[(Name.Length + 1)..];
        if (!AgentFiles.IsName(program) || !IsAgent(program))
            return null;
        var path = _folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(AgentFiles.IsExecutable);
        return path is null ? null : new FenceAgent(agent, new FenceProgram(agent, path, _metadata), _time);
    }

    public void Dispose() => _metadata.Dispose();

    private static bool IsAgent(string program) => program.StartsWith(ProgramPrefix, StringComparison.Ordinal);
}
