using System.Xml.Linq;
using Microkernel.Driver;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Fencing;

/// <summary>
/// Talks to one STONITH plugin of the "external" kind: the action and the node as arguments, parameters as environment
/// variables, an exit code.
/// </summary>
internal sealed class ExternalProgram(string name, string path, AgentMetadataCache metadata)
{
    /// <summary>Where cluster-glue keeps what its plugins call.</summary>
    private const string GlueFolder = "/usr/share/cluster-glue";

    private static readonly TimeSpan MetadataTimeout = TimeSpan.FromSeconds(20);

    /// <exception cref="AgentMetadataException">The plugin does not tell.</exception>
    public async ValueTask<Agent> DescribeAsync(CancellationToken cancellationToken) =>
        await metadata.GetAsync(path, AskMetadataAsync, cancellationToken);

    /// <summary>Runs one action.</summary>
    /// <exception cref="ToolStartException">The plugin cannot be started.</exception>
    /// <exception cref="AgentArgumentException">A parameter cannot be an environment variable, or the node's name could be
    /// taken for something else.</exception>
    public async Task<FenceReply> RunAsync(
        string word, string node, AgentParameters parameters, CancellationToken deadline)
    {
        string[] secrets = [.. parameters.SecretValues];
        var result = await Tool.RunAsync(
            new ToolRun
            {
                Path = path,
                Arguments = node.Length == 0 ? [word] : [word, Plain(node)],
                Environment = Environment(parameters.Values),
                SeparateOutput = true,
                Secrets = secrets,
            },
            deadline);
        return new FenceReply(result, new SecretMask(secrets));
    }

    /// <summary>Plugins are shell scripts that paste the name into commands: nothing but a host's name may reach them.</summary>
    private static string Plain(string node) =>
        AgentFiles.IsName(node) ? node : throw new AgentArgumentException("node", "expected a plain host name");

    private static Dictionary<string, string> Environment(IReadOnlyDictionary<string, string> parameters)
    {
        var environment = ToolEnvironment.Create();
        foreach (var (name, value) in parameters)
        {
            if (!IsVariable(name) || environment.ContainsKey(name))
                throw new AgentArgumentException(
                    $"parameters[\"{name}\"]", "expected a name of letters, digits and underscores that is not PATH or HOME");
            environment[name] = value;
        }
        environment["PATH"] = $"{ToolEnvironment.SearchPath}:{GlueFolder}";
        // What they would log is what the operator wants to read.
        environment["HA_LOGD"] = "no";
        environment["HA_LOGFACILITY"] = "none";
        environment["HA_LOGFILE"] = "/dev/stderr";
        return environment;
    }

    private static bool IsVariable(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
        // These would change how the plugin's own shell runs.
        && !name.StartsWith("LD_", StringComparison.Ordinal) && name is not ("IFS" or "ENV" or "BASH_ENV" or "SHELLOPTS");

    private async Task<Agent> AskMetadataAsync()
    {
        using var limit = new CancellationTokenSource(MetadataTimeout);
        var summary = await AskAsync("getinfo-devid", limit.Token);
        var description = await AskAsync("getinfo-devdescr", limit.Token);
        var parameters = await AskAsync("getinfo-xml", limit.Token);
        var root = new XElement("resource-agent",
            new XAttribute("name", name),
            new XElement("shortdesc", summary.Trim()),
            new XElement("longdesc", description.Trim()));
        var text = root.ToString();
        var agent = AgentMetadata.Parse(name, text.Insert(text.LastIndexOf("</", StringComparison.Ordinal), parameters));
        foreach (var action in (string[])["on", "off", "reboot", "monitor", "list"])
            agent.Actions.Add(new AgentAction { Name = action });
        return agent;
    }

    private async Task<string> AskAsync(string question, CancellationToken deadline)
    {
        try
        {
            var result = await Tool.RunAsync(
                new ToolRun
                {
                    Path = path,
                    Arguments = [question],
                    Environment = Environment(AgentParameters.None.Values),
                    SeparateOutput = true,
                },
                deadline);
            return !result.TimedOut && result.ExitCode == 0
                ? result.StandardOutput
                : throw new AgentMetadataException($"{question} {result.Ending}: {result.Output}");
        }
        catch (ToolStartException e)
        {
            throw new AgentMetadataException(e.Message, e);
        }
    }
}
