using System.CommandLine;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Failures;
using Microkernel.Cli.Founding;
using Microkernel.Security;

namespace Microkernel.Cli.Commands;

/// <summary>What a host says of itself when it founds or joins a cluster.</summary>
internal sealed class NodeOptions
{
    private readonly Option<string?> _name = new("--node")
    {
        Description = "Name of this node. Default: the host's name.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _address = new("--address")
    {
        Description = "Where the other nodes reach this one, HOST[:PORT] with commas between, tried in turn. "
            + "Default: all IPv4 addresses of this host, port 7400.",
        HelpName = "ADDRESS",
    };

    private readonly Option<bool> _witness = new("--witness")
    {
        Description = "Votes and keeps the log, runs no resources.",
    };

    private readonly Option<string> _configuration = new("--config")
    {
        Description = $"File for the core's settings. Default: {NodeSetup.DefaultFile}.",
        HelpName = "FILE",
        DefaultValueFactory = _ => NodeSetup.DefaultFile,
    };

    private readonly Option<string> _pki = new("--pki-dir")
    {
        Description = $"Directory for keys and certificates. Default: {PkiDirectory.Default}.",
        HelpName = "DIRECTORY",
        DefaultValueFactory = _ => PkiDirectory.Default,
    };

    private readonly Option<string?> _listen = new("--listen")
    {
        Description = "Address and port that the core listens on. Default: 0.0.0.0:7400.",
        HelpName = "ADDRESS",
    };

    private readonly Option<bool> _force = new("--force")
    {
        Description = "Replace the keys and settings of a former cluster.",
    };

    private readonly Option<bool> _noStart = new("--no-start")
    {
        Description = "Leave it to you to start the core.",
    };

    /// <summary>Adds all to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_name);
        command.Add(_address);
        command.Add(_witness);
        command.Add(_listen);
        command.Add(_configuration);
        command.Add(_pki);
        command.Add(_force);
        command.Add(_noStart);
    }

    /// <summary>Returns the name of the node.</summary>
    /// <exception cref="CommandFailure">It cannot be one.</exception>
    public string Name(CommandSession session)
    {
        var name = session.Value(_name) ?? Environment.MachineName.Split('.')[0];
        return CertificateSubject.IsName(name)
            ? name
            : throw CommandFailure.Usage("--node", name, "letters, digits, dots, dashes, at most 63");
    }

    /// <summary>Returns where it is reached.</summary>
    public IReadOnlyList<string> Addresses(CommandSession session) => HostAddresses.Of(session.Value(_address));

    /// <summary>Returns where its files go.</summary>
    public NodeSetup Setup(CommandSession session) => new(
        Path.GetFullPath(session.Value(_configuration)!), new PkiDirectory(Path.GetFullPath(session.Value(_pki)!)));

    /// <summary>Returns whether it runs no resources.</summary>
    public bool IsWitness(CommandSession session) => session.Value(_witness);

    /// <summary>Returns where the core listens; null for its default.</summary>
    public string? Listen(CommandSession session) => session.Value(_listen);

    /// <summary>Returns whether what is there may be replaced.</summary>
    public bool Force(CommandSession session) => session.Value(_force);

    /// <summary>Returns whether the core shall be started.</summary>
    public bool Starts(CommandSession session) => !session.Value(_noStart);
}
