using Microkernel.Model.Validation;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.ClusterConf.Agents;

/// <summary>rgmanager's script.</summary>
internal static class Scripts
{
    private static readonly string[] Folders = ["/etc/init.d/", "/etc/rc.d/init.d/"];

    // What systemd gives a service; rgmanager waited without end.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);

    public static void Map(ResourceBuilder resource)
    {
        var file = resource.Element.Take("file") ?? string.Empty;
        var folder = Array.Find(Folders, f => file.StartsWith(f, StringComparison.Ordinal));
        var name = folder is null ? file : file[folder.Length..];
        var agent = $"lsb:{name}";
        if (!AgentNames.IsResourceAgent(agent))
        {
            resource.Agent(agent).Note(Error, "expected the absolute path of a script without arguments");
            return;
        }

        resource.Agent(agent).Timeouts(Timeout, Timeout)
            .Changed(
                "file",
                $"{agent}: start and stop end after 90s (rgmanager waited without end), and status must be as the LSB"
                    + " says: 0 runs, 3 does not, anything else failed")
            .Without("service_name", "scripts get no name of the service")
            .LoseRest("scripts take no parameters");
    }
}
