using Microkernel.Driver;

namespace Microkernel.Drivers.Fencing;

/// <summary>
/// Agents "fence:fence_NAME", which are programs of that name, "fence:external/NAME", which are STONITH plugins of
/// Linux-HA, and those built in: "fence:null" and "fence:manual".
/// </summary>
internal sealed class FenceAgentClass : IAgentClass<IFenceAgent>, IDisposable
{
    /// <summary>Their folder holds every other tool of the system too, which must not be run by a name.</summary>
    private const string ProgramPrefix = "fence_";

    private const string ExternalPrefix = "external/";

    private readonly AgentMetadataCache _metadata = new();
    private readonly Dictionary<string, IFenceAgent> _builtIn =
        new IFenceAgent[] { new NullFenceAgent(), new ManualFenceAgent() }.ToDictionary(agent => agent.Name);

    private readonly string[] _folders;
    private readonly string[] _externalFolders;
    private readonly TimeProvider _time;

    /// <param name="folders">Folders of fence agents; the first one that has a name wins.</param>
    /// <param name="externalFolders">Folders of external plugins, likewise.</param>
    /// <param name="time">Clock of the waits between two questions.</param>
    /// <exception cref="ArgumentException">A folder is not an absolute path.</exception>
    public FenceAgentClass(string[] folders, string[] externalFolders, TimeProvider time)
    {
        RequireAbsolute("--agent-dir", folders);
        RequireAbsolute("--external-dir", externalFolders);
        (_folders, _externalFolders, _time) = (folders, externalFolders, time);
    }

    public string Name => "fence";

    public IEnumerable<string> List() =>
        _folders.SelectMany(AgentFiles.List).Where(IsAgent)
            .Concat(_externalFolders.SelectMany(AgentFiles.List).Select(plugin => ExternalPrefix + plugin))
            .Distinct(StringComparer.Ordinal).Select(agent => $"{Name}:{agent}")
            .Concat(_builtIn.Keys);

    public IFenceAgent? Find(string agent)
    {
        if (_builtIn.TryGetValue(agent, out var builtIn))
            return builtIn;
        var program = agent[(Name.Length + 1)..];
        if (program.StartsWith(ExternalPrefix, StringComparison.Ordinal))
            return FileOf(program[ExternalPrefix.Length..], _externalFolders) is { } plugin
                ? new ExternalAgent(agent, new ExternalProgram(agent, plugin, _metadata))
                : null;
        return IsAgent(program) && FileOf(program, _folders) is { } path
            ? new FenceAgent(agent, new FenceProgram(agent, path, _metadata), _time)
            : null;
    }

    public void Dispose() => _metadata.Dispose();

    private static bool IsAgent(string program) => program.StartsWith(ProgramPrefix, StringComparison.Ordinal);

    private static string? FileOf(string program, string[] folders) =>
        AgentFiles.IsName(program)
            ? folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(AgentFiles.IsExecutable)
            : null;

    private static void RequireAbsolute(string option, string[] folders)
    {
        if (folders.FirstOrDefault(folder => !Path.IsPathRooted(folder)) is { } wrong)
            throw new ArgumentException($"{option}: got \"{wrong}\", expected an absolute path");
    }
}
