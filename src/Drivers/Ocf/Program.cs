using System.CommandLine;
using Microkernel.Driver;
using Microkernel.Drivers.Ocf;

var ocfRoot = new Option<string>("--ocf-root")
{
    Description = "Folder of the OCF agents: they are in DIR/resource.d/PROVIDER/TYPE.",
    HelpName = "DIR",
    DefaultValueFactory = _ => "/usr/lib/ocf",
};
var initDirectory = new Option<string>("--init-dir")
{
    Description = "Folder of the LSB init scripts.",
    HelpName = "DIR",
    DefaultValueFactory = _ => "/etc/init.d",
};

var builder = new DriverHostBuilder("ocf", "Runs OCF resource agents and LSB init scripts for Microkernel.");
builder.AddOption(ocfRoot).AddOption(initDirectory);
builder.AddResources(setup => new OcfAgentClass(setup.Value(ocfRoot)));
builder.AddResources(setup => new LsbAgentClass(setup.Value(initDirectory)));
return await builder.RunAsync(args);
