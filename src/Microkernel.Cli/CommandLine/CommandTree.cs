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
        root.Add(new ImportCommand(environment));
        root.Add(new Command("export", "Write the configuration in the form of another cluster manager.")
        {
            new ExportCibCommand(environment),
        });
        root.Add(new EventsCommand(environment));
        root.Add(new MoveCommand(environment));
        root.Add(new StandbyCommand(environment, standby: true));
        root.Add(new StandbyCommand(environment, standby: false));
        root.Add(new Command("node", "Nodes: the hosts and their cores.")
        {
            new NodeDownCommand(environment, down: true),
            new NodeDownCommand(environment, down: false),
            new NodeUpgradeCommand(environment),
        });
        root.Add(new FenceCommand(environment));
        root.Add(new RecoverCommand(environment));
        root.Add(new CleanupCommand(environment));
        root.Add(new PlanCommand(environment));
        root.Add(new WhyCommand(environment));
        root.Add(new SimulateCommand(environment));
        root.Add(new GraphCommand(environment));
        root.Add(new Command("driver", "Drivers: the processes that do the work on each node.")
        {
            new DriverListCommand(environment),
            new DriverShowCommand(environment),
            new DriverSwapCommand(environment),
            new DriverVerifyCommand(environment),
        });
        root.Add(new BackupCommand(environment));
        root.Add(new RestoreCommand(environment));
        AddSecurity(root, environment);
        root.Add(new Command("log", "The consensus log of a node that is stopped, read from its disk.")
        {
            new LogInspectCommand(environment),
            new LogVerifyCommand(environment),
        });
        root.Add(new VersionCommand(environment));
        HelpWithExamples.Install(root);
        return root;
    }

    private static void AddSecurity(RootCommand root, CommandEnvironment environment)
    {
        root.Add(new InitCommand(environment));
        root.Add(new JoinCommand(environment));
        root.Add(new LeaveCommand(environment));
        root.Add(new Command("token", "Tokens: short-lived words that let a host join, or somebody call.")
        {
            new TokenCreateCommand(environment),
            new TokenListCommand(environment),
            new TokenDeleteCommand(environment),
        });
        root.Add(new Command("cert", "Certificates of nodes, people and drivers, and the authority behind them.")
        {
            new CertListCommand(environment),
            new CertIssueCommand(environment),
            new CertRenewCommand(environment),
            new CertRevokeCommand(environment),
            new CertRotateCommand(environment),
        });
        root.Add(new Command("secret", "The key that secrets are sealed with.")
        {
            new SecretRotateKeyCommand(environment),
        });
        root.Add(new AuditCommand(environment));
    }
}
