using System.CommandLine;
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
}.Parse(args).InvokeAsync();
