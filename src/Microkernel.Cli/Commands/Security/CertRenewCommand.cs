using Google.Protobuf;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Failures;
using Microkernel.Security;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl cert renew</c>: gets this user a new certificate.</summary>
internal sealed class CertRenewCommand(CommandEnvironment environment)
    : ClusterCommand("renew", "Get a new certificate for the one that you use, and replace its files.", environment)
{
    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
        [("mkctl cert renew --context office", "The files that the context names are replaced.")];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var files = session.UsedCredentials;
        if (files is not { Certificate: { } certificate, Key: { } key, Authorities: { } authorities })
        {
            throw new CommandFailure(
                ExitCodes.Usage, "It is not known which certificate to renew.",
                "Name its files with --ca, --cert and --key, or a context that does.");
        }

        using var request = new KeyRequest();
        var answer = await session.CallAsync(
            "Renewing",
            (invoker, options) => new IdentityService.IdentityServiceClient(invoker).RenewCertificateAsync(
                new RenewCertificateRequest { CertificateRequest = ByteString.CopyFrom(request.Request) }, options),
            cancellation);
        PemFiles.WritePrivate(key, request.KeyPem + "\n");
        PemFiles.WritePublic(certificate, answer.Certificate);
        PemFiles.WritePublic(authorities, answer.Authorities);
        session.Print(answer, [certificate], () => session.Out.WriteLine($"{certificate} is new."));
        return ExitCodes.Ok;
    }
}
