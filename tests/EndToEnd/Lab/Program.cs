using System.CommandLine;
using Microkernel.EndToEnd;
using Microkernel.EndToEnd.Demo;
using Microkernel.EndToEnd.Playground;
using Microkernel.EndToEnd.Probing;
using Microkernel.EndToEnd.Site;

var attached = new Option<bool>("--attached") { Description = "End when standard input ends." };
var site = new Command("site", "Serve a lab from inside its namespaces (started by the others).") { attached };
site.SetAction(async (parsed, token) =>
{
    await SiteDaemon.RunAsync(parsed.GetValue(attached), token);
    return 0;
});

return await new RootCommand("Microkernel's laboratory: hosts as namespaces on one machine.")
{
    site,
    ProbeCommand.Create(),
    WatchCommand.Create(),
    BootCommand.Create(),
    DemoCommand.Create(),
    UpCommand.Create(),
    DownCommand.Create(),
    ProxyCommand.Create(),
    HostCommand.Create(),
    PowerCommand.Create(),
}.Parse(args).InvokeAsync();
