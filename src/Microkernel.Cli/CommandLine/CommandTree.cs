using System.CommandLine;
using Microkernel.Cli.Commands;

namespace Microkernel.Cli.CommandLine;

/// <summary>Puts the commands together.</summary>
internal static class CommandTree
{
    /// <summary>Creates the root with everything below.</summary>
    public static RootCommand Create(CommandEnvironment environment)
    {
        var root = new RootCommand("mkctl: sees and steers a Microkernel cluster.");
        environment.Options.AddTo(root);
        root.Add(new StatusCommand(environment));
        root.Add(new GetCommand(environment));
        root.Add(new ApplyCommand(environment));
        root.Add(new DeleteCommand(environment));
        root.Add(new Command("import", "Take over the configuration of another cluster manager.")
        {
            new ImportClusterConfCommand(environment),
        });
        root.Add(new EventsCommand(environment));
        root.Add(new MoveCommand(environment));
        root.Add(new StandbyCommand(environment, standby: true));
        root.Add(new StandbyCommand(environment, standby: false));
        root.Add(new FenceCommand(environment));
        root.Add(new CleanupCommand(environment));
        root.Add(new PlanCommand(environment));
        root.Add(new Command("driver", "Drivers: the processes that do the work on each node.")
        {
            new DriverListCommand(environment),
            new DriverShowCommand(environment),
            new DriverSwapCommand(environment),
            new DriverVerifyCommand(environment),
        });
        root.Add(new Command("node", "Nodes: the hosts and their cores.")
        {
            new NodeUpgradeCommand(environment),
        });
        root.Add(new VersionCommand(environment));
        HelpWithExamples.Install(root);
        return root;
    }
}
