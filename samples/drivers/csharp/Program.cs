using System.CommandLine;
using Microkernel.Driver;
using Microkernel.Samples.Process;

var folder = new Option<string>("--pid-dir")
{
    Description = "Folder of the files that say which process belongs to which resource.",
    DefaultValueFactory = _ => "/run/microkernel/process",
};
return await new DriverHostBuilder("process", "Runs programs as resources.")
    .AddOption(folder)
    .AddResources(setup => new FixedAgentClass<IResourceAgent>("process", [new DaemonAgent(setup.Value(folder))]))
    .RunAsync(args);
