using System.CommandLine;
using Google.Protobuf;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Connection;
using Microkernel.Cli.Failures;
using Microkernel.Cli.Founding;
using Microkernel.Security;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl join</c>: takes this host into a cluster.</summary>
internal sealed class JoinCommand : ClusterCommand
{
    private readonly Argument<string> _token = new("TOKEN")
    {
        Description = "What 'mkctl token create' printed; '-' reads it from standard input.",
    };

    private readonly NodeOptions _node = new();

    /// <summary>Creates the command.</summary>
    public JoinCommand(CommandEnvironment environment)
        : base("join", "Take this host into a cluster.", environment)
    {
        Add(_token);
        _node.AddTo(this);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl join mk1.b2ZmaWNl...", "With the token of 'mkctl token create'."),
        ("mkctl join - --node vapp3 --address 10.20.1.3",
            "Name and address given; the token, from standard input, stays out of 'ps'."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var token = ReadToken(session);
        var setup = _node.Setup(session);
        setup.CheckFree(_node.Force(session));
        using var key = new KeyRequest();
        var request = new JoinRequest
        {
            Token = token.Id,
            Secret = token.Secret,
            Node = _node.Name(session),
            Addresses = { _node.Addresses(session) },
            Witness = _node.IsWitness(session),
            CertificateRequest = ByteString.CopyFrom(key.Request),
        };
        var answer = await JoinAsync(session, token, request, cancellation);
        PemFiles.WritePrivate(setup.Pki.Node, answer.Certificate + key.KeyPem + "\n");
        PemFiles.WritePublic(setup.Pki.Authorities, answer.Authorities);
        DataKeyFile.Write(
            setup.Pki.DataKeys,
            answer.DataKeys.Select(item => new Microkernel.Security.DataKey(item.Id, item.Key.ToByteArray())));
        setup.WriteConfiguration(answer.Cluster, request.Node, answer.Members, joins: true, _node.Listen(session));
        var toDo = await CoreService.StartAsync(setup.ConfigurationFile, _node.Starts(session), cancellation);
        session.Out.WriteLine($"{request.Node} belongs to cluster {answer.Cluster}; it votes once it has caught up.");
        session.Remark(toDo ?? "The core runs: see with 'mkctl status'.");
        return ExitCodes.Ok;
    }

    private static async Task<JoinResponse> JoinAsync(
        CommandSession session, TokenText token, JoinRequest request, CancellationToken cancellation)
    {
        var authorities = await AuthorityFetcher.FetchAsync(token, cancellation);
        var tls = new TlsEnds(TlsIdentity.Trusting(authorities), token.Cluster, new TlsMetrics());
        using var cluster = new ClusterConnection(
            [.. token.Addresses.Select(address => ServerAddress.Parse(address, "TOKEN"))], new ClientCredentials(),
            TimeSpan.FromSeconds(30), session.Terminal.Time, tls);
        return await cluster.CallAsync(
            (invoker, options) => new IdentityService.IdentityServiceClient(invoker).JoinAsync(request, options),
            cancellation);
    }

    private TokenText ReadToken(CommandSession session)
    {
        var text = session.Value(_token);
        try
        {
            return TokenText.Parse(text == "-" ? session.Terminal.In.ReadLine() ?? string.Empty : text);
        }
        catch (FormatException e)
        {
            throw new CommandFailure(ExitCodes.Usage, $"TOKEN: {e.Message}");
        }
    }
}
