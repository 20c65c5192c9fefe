using System.CommandLine;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microkernel.Cli.CommandLine;
using Microkernel.Security;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl cert issue</c>: makes a certificate for a person or driver; the key is made here and stays here.</summary>
internal sealed class CertIssueCommand : ClusterCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "The holder's name." };

    private readonly Option<string> _role = new("--role")
    {
        Description = "viewer (sees), operator (moves, fences), admin (everything) or driver.",
        HelpName = "ROLE",
        Required = true,
    };

    private readonly Option<string> _directory = new("--output-dir")
    {
        Description = "Directory for NAME.crt, NAME.key and ca.crt. Default: the current one.",
        HelpName = "DIRECTORY",
        DefaultValueFactory = _ => ".",
    };

    private readonly Option<TimeSpan?> _lifetime = OptionValues.Duration(
        "--lifetime", "How long it is valid. Default: 365 days, at most that.");

    /// <summary>Creates the command.</summary>
    public CertIssueCommand(CommandEnvironment environment)
        : base("issue", "Make a certificate for a person or a driver.", environment)
    {
        Add(_name);
        Add(_role);
        Add(_directory);
        Add(_lifetime);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
        [("mkctl cert issue anna --role operator --output-dir /root/anna", "Hand her the three files.")];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        using var key = new KeyRequest();
        var request = new IssueCertificateRequest
        {
            Name = session.Value(_name),
            Role = session.Value(_role),
            CertificateRequest = ByteString.CopyFrom(key.Request),
            Lifetime = session.Value(_lifetime) is { } lifetime ? Duration.FromTimeSpan(lifetime) : null,
        };
        var answer = await session.CallAsync(
            "Making a certificate",
            (invoker, options) =>
                new IdentityService.IdentityServiceClient(invoker).IssueCertificateAsync(request, options),
            cancellation);
        var directory = Path.GetFullPath(session.Value(_directory)!);
        var certificate = Path.Combine(directory, $"{request.Name}.crt");
        PemFiles.WritePrivate(Path.Combine(directory, $"{request.Name}.key"), key.KeyPem + "\n");
        PemFiles.WritePublic(certificate, answer.Certificate);
        PemFiles.WritePublic(Path.Combine(directory, "ca.crt"), answer.Authorities);
        session.Print(answer, [certificate], () => session.Out.WriteLine($"{certificate}: {request.Role} {request.Name}."));
        return ExitCodes.Ok;
    }
}
