using System.CommandLine;
using Microkernel.Driver;
using Microkernel.Drivers.Fencing;

var agentDirectories = new Option<string[]>("--agent-dir")
{
    Description = "Folder of fence agents, programs named fence_*. May be given several times; the first one wins.",
    HelpName = "DIR",
    DefaultValueFactory = _ => ["/usr/sbin"],
};

var externalDirectories = new Option<string[]>("--external-dir")
{
    Description = "Folder of STONITH plugins of the external kind. May be given several times; the first one wins.",
    HelpName = "DIR",
    DefaultValueFactory = _ => ["/usr/lib/stonith/plugins/external", "/usr/lib64/stonith/plugins/external"],
};

var builder = new DriverHostBuilder("fencing", "Runs fence agents for Microkernel.");
builder.AddOption(agentDirectories);
builder.AddOption(externalDirectories);
builder.AddFencing(setup => new FenceAgentClass(
    setup.Value(agentDirectories), setup.Value(externalDirectories), setup.Time));
return await builder.RunAsync(args);
