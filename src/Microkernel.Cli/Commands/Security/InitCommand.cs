using System.CommandLine;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Failures;
using Microkernel.Cli.Founding;
using Microkernel.Security;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl init</c>: founds a cluster on this host, or writes the files of all founding nodes.</summary>
internal sealed class InitCommand : ClusterCommand
{
    private readonly Argument<string> _cluster = new("CLUSTER") { Description = "Name of the cluster." };
    private readonly NodeOptions _node = new();

    private readonly Option<string[]> _member = new("--member")
    {
        Description = "Founding member, name=ID@host:port[,host:port][!witness]; once for each. Writes the files of all of "
            + "them below --output instead of founding the cluster on this host.",
        HelpName = "MEMBER",
    };

    private readonly Option<string?> _output = new("--output-dir")
    {
        Description = "Directory for the files of --member, one directory for each node.",
        HelpName = "DIRECTORY",
    };

    /// <summary>Creates the command.</summary>
    public InitCommand(CommandEnvironment environment)
        : base("init", "Found a cluster: make its authority, this node's certificate, and an administrator's.", environment)
    {
        Add(_cluster);
        _node.AddTo(this);
        Add(_member);
        Add(_output);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl init office", "On the first node; on each other one then 'mkctl join TOKEN'."),
        ("mkctl init office --address 10.20.1.1,10.20.2.1", "With two networks, tried in turn."),
        ("mkctl init office --member a=1@10.0.0.1:7400 --output-dir /root/office",
            "Files of founding nodes, each to be copied to its /etc/microkernel."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var cluster = session.Value(_cluster);
        if (!CertificateSubject.IsName(cluster))
        {
            throw CommandFailure.Usage("CLUSTER", cluster, "letters, digits, dots, dashes, at most 63");
        }

        using var founder = new ClusterFounder(cluster, session.Terminal.Time);
        if (session.Value(_member) is { Length: > 0 } members)
        {
            WriteAll(session, founder, cluster, members);
            return ExitCodes.Ok;
        }

        var setup = _node.Setup(session);
        var name = _node.Name(session);
        var addresses = _node.Addresses(session);
        setup.CheckFree(_node.Force(session));
        founder.WriteNode(setup.Pki, name, addresses.Select(Host), carriesAuthority: true);
        founder.WritePerson(setup.Pki.AdminCertificate, setup.Pki.AdminKey, Role.Admin, "admin");
        var witness = _node.IsWitness(session) ? "!witness" : string.Empty;
        setup.WriteConfiguration(
            cluster, name, [$"{name}=1@{string.Join(',', addresses)}{witness}"], joins: false, _node.Listen(session));
        var context = AdminContext.Write(cluster, addresses, setup.Pki, session.Terminal.Environment);
        var toDo = await CoreService.StartAsync(setup.ConfigurationFile, _node.Starts(session), cancellation);
        session.Out.WriteLine($"Cluster {cluster} is founded on {name} ({string.Join(", ", addresses)}).");
        session.Out.WriteLine($"Settings: {setup.ConfigurationFile}. Keys and certificates: {setup.Pki.Path}.");
        session.Out.WriteLine(context is null
            ? $"Your certificate: {setup.Pki.AdminCertificate}."
            : $"Your certificate: {setup.Pki.AdminCertificate}; context '{cluster}' in {context}.");
        session.Remark(toDo ?? "The core runs. For each further node: 'mkctl token create' here, 'mkctl join TOKEN' there.");
        return ExitCodes.Ok;
    }

    private void WriteAll(CommandSession session, ClusterFounder founder, string cluster, string[] members)
    {
        var output = session.Value(_output)
            ?? throw new CommandFailure(ExitCodes.Usage, "--member: expected --output-dir DIRECTORY beside it");
        output = Path.GetFullPath(output);
        for (var i = 0; i < members.Length; i++)
        {
            var (name, hosts) = Read(members[i]);
            var directory = Path.Combine(output, name);
            var here = new NodeSetup(
                Path.Combine(directory, "microkerneld.yaml"), new PkiDirectory(Path.Combine(directory, "pki")));
            here.CheckFree(_node.Force(session));
            founder.WriteNode(here.Pki, name, hosts, carriesAuthority: i == 0);
            // Written here, used there: the directory of keys is the default one, or the one that is named.
            (here with { Pki = _node.Setup(session).Pki }).WriteConfiguration(
                cluster, name, members, joins: false, _node.Listen(session));
            session.Out.WriteLine(directory);
        }

        var admin = new PkiDirectory(output);
        founder.WritePerson(admin.AdminCertificate, admin.AdminKey, Role.Admin, "admin");
        PemFiles.WritePublic(admin.Authorities, founder.AuthorityPem);
        session.Remark($"Copy each directory to /etc/microkernel of its node. Your certificate: {admin.AdminCertificate}.");
    }

    private static (string Name, IEnumerable<string> Hosts) Read(string member)
    {
        var rest = member.Split('=', 2);
        var at = member.IndexOf('@', StringComparison.Ordinal);
        return rest.Length == 2 && at > 0 && CertificateSubject.IsName(rest[0])
            ? (rest[0], member[(at + 1)..].Split('!')[0].Split(',').Select(Host))
            : throw CommandFailure.Usage("--member", member, "name=ID@host:port[,host:port][!witness]");
    }

    private static string Host(string address) => address[..address.LastIndexOf(':')].Trim('[', ']');
}
