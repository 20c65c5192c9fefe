using System.CommandLine;

namespace Microkernel.EndToEnd.Site;

/// <summary>The program inside the lab's namespaces.</summary>
public static class SiteCommand
{
    /// <summary>Creates <c>lab site</c>.</summary>
    public static Command Create()
    {
        var attached = new Option<bool>("--attached") { Description = "End when standard input ends." };
        var command = new Command("site", "Serve a lab from inside its namespaces.") { attached };
        command.SetAction((parsed, token) => SiteDaemon.RunAsync(parsed.GetValue(attached), token));
        return command;
    }
}
