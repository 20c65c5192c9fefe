using System.Text;
using Microkernel.Driver;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Fencing;

/// <summary>
/// Talks to one fence agent by the FenceAgentAPI: "name=value" lines on standard input, an exit code, and never a
/// secret on its command line.
/// </summary>
internal sealed class FenceProgram(string name, string path, AgentMetadataCache metadata)
{
    private static readonly TimeSpan MetadataTimeout = TimeSpan.FromSeconds(20);

    /// <summary>The action is the operation's own; configurations of other clusters carry it as a parameter.</summary>
    private static readonly string[] ActionNames = ["action", "option"];

    /// <exception cref="AgentMetadataException">The agent does not tell.</exception>
    public async ValueTask<Agent> DescribeAsync(CancellationToken cancellationToken) =>
        await metadata.GetAsync(path, AskMetadataAsync, cancellationToken);

    /// <summary>Runs one action.</summary>
    /// <exception cref="ToolStartException">The agent cannot be started.</exception>
    /// <exception cref="AgentArgumentException">A parameter cannot be passed to an agent.</exception>
    public async Task<FenceReply> RunAsync(
        string action, IReadOnlyDictionary<string, string> parameters, IEnumerable<string> secrets,
        CancellationToken deadline)
    {
        secrets = [.. secrets];
        var result = await Tool.RunAsync(
            new ToolRun { Path = path, Input = Input(action, parameters), SeparateOutput = true, Secrets = secrets },
            deadline);
        return new FenceReply(result, new SecretMask(secrets));
    }

    private static string Input(string action, IReadOnlyDictionary<string, string> parameters)
    {
        var input = new StringBuilder().Append("action=").Append(action).Append('\n');
        foreach (var (name, value) in parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (value.AsSpan().ContainsAny('\n', '\r'))
                throw new AgentArgumentException(
                    $"parameters[\"{name}\"]", "expected one line: fence agents read a line a parameter");
            if (!ActionNames.Contains(name))
                input.Append(name).Append('=').Append(value).Append('\n');
        }
        return input.ToString();
    }

    private async Task<Agent> AskMetadataAsync()
    {
        using var limit = new CancellationTokenSource(MetadataTimeout);
        ToolResult result;
        try
        {
            result = await Tool.RunAsync(
                new ToolRun { Path = path, Input = "action=metadata\n", SeparateOutput = true }, limit.Token);
        }
        catch (ToolStartException e)
        {
            throw new AgentMetadataException(e.Message, e);
        }
        if (result.TimedOut || result.ExitCode != 0)
            throw new AgentMetadataException($"metadata {result.Ending}: {result.Output}");
        return AgentMetadata.Parse(name, result.StandardOutput);
    }
}
