using Microkernel.Driver;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Ocf;

/// <summary>
/// Reads the comment block "BEGIN INIT INFO" of an init script (LSB, "Comment Conventions for Init Scripts").
/// </summary>
internal static class LsbHeader
{
    private const int LinesMax = 200;

    private static readonly string[] Actions = ["start", "stop", "monitor", "reload"];

    /// <exception cref="AgentMetadataException">The script cannot be read.</exception>
    public static Agent Describe(string name, string path)
    {
        var actions = Actions.Select(action => new AgentAction { Name = action });
        var agent = new Agent { Name = name, Actions = { actions } };
        try
        {
            Read(agent, File.ReadLines(path).Take(LinesMax));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AgentMetadataException(e.Message, e);
        }
        return agent;
    }

    private static void Read(Agent agent, IEnumerable<string> lines)
    {
        var block = lines.SkipWhile(line => !line.Contains("### BEGIN INIT INFO", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.Contains("### END INIT INFO", StringComparison.Ordinal));
        var description = new List<string>();
        var continues = false;
        foreach (var line in block)
        {
            var text = line.TrimStart('#').TrimStart();
            if (text.StartsWith("Short-Description:", StringComparison.OrdinalIgnoreCase))
                agent.Summary = text["Short-Description:".Length..].Trim();
            // A line that begins with a tab or two blanks after the # goes on with the description.
            continues = text.StartsWith("Description:", StringComparison.OrdinalIgnoreCase)
                || (continues && (line.StartsWith("#\t", StringComparison.Ordinal)
                    || line.StartsWith("#  ", StringComparison.Ordinal)));
            if (continues)
                description.Add(text.Replace("Description:", "", StringComparison.OrdinalIgnoreCase).Trim());
        }
        agent.Description = string.Join('\n', description).Trim();
    }
}
