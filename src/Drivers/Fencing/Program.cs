using System.CommandLine;
using Microkernel.Driver;
using Microkernel.Drivers.Fencing;

var agentDirectories = new Option<string[]>("--agent-dir")
{
    Description = "Folder of fence agents, programs named fence_*. May be given several times; the first one wins.",
    HelpName = "DIR",
    DefaultValueFactory = _ => ["/usr/sbin"],
};

var builder = new DriverHostBuilder("fencing", "Runs fence agents for Microkernel.");
builder.AddOption(agentDirectories);
builder.AddFencing(setup => new FenceAgentClass(setup.Value(agentDirectories), setup.Time));
return await builder.RunAsync(args);
