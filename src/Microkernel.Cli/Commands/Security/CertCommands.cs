using System.CommandLine;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Output;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl cert list</c>: certificates and authorities.</summary>
internal sealed class CertListCommand(CommandEnvironment environment)
    : ClusterCommand("list", "Show the authorities and the certificates that they issued.", environment)
{
    private const int ShownDigits = 16;

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
        [("mkctl cert list -o wide", "With whole serial numbers.")];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var answer = await session.ReadAsync(
            "Asking for the certificates",
            (invoker, options) => new IdentityService.IdentityServiceClient(invoker).ListCertificatesAsync(
                new ListCertificatesRequest(), options),
            cancellation);
        session.Print(answer, answer.Certificates.Select(certificate => certificate.Serial), () => Show(session, answer));
        return ExitCodes.Ok;
    }

    private static void Show(CommandSession session, ListCertificatesResponse answer)
    {
        string Cut(string digits) => session.Format == OutputFormat.Wide || digits.Length <= ShownDigits
            ? digits
            : digits[..ShownDigits] + "…";
        var table = new TextTable("ROLE", "NAME", "UNTIL", "STATE", "SERIAL");
        foreach (var authority in answer.Authorities)
        {
            table.Add(
                "authority", Cut(authority.Fingerprint), $"{session.Terminal.ToLocal(authority.NotAfter):yyyy-MM-dd}",
                authority.Issues ? "issues" : "trusted", string.Empty);
        }

        foreach (var certificate in answer.Certificates)
        {
            table.Add(
                certificate.Role, certificate.Name, $"{session.Terminal.ToLocal(certificate.NotAfter):yyyy-MM-dd}",
                certificate.Revoked ? new Cell("REVOKED", Tone.Uneasy) : "good", Cut(certificate.Serial));
        }

        table.Write(session.Out, session.Ink, session.TableWidth);
    }
}

/// <summary><c>mkctl cert revoke</c>: makes certificates useless.</summary>
internal sealed class CertRevokeCommand : ClusterCommand
{
    private readonly Argument<string> _certificate = new("CERTIFICATE")
    {
        Description = "Serial number, or the holder's name for all that the holder has.",
    };

    private readonly Option<string?> _reason = new("--reason") { Description = "Why, for the audit trail." };

    /// <summary>Creates the command.</summary>
    public CertRevokeCommand(CommandEnvironment environment)
        : base("revoke", "Make certificates useless; connections that use them end.", environment)
    {
        Add(_certificate);
        Add(_reason);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
        [("mkctl cert revoke anna --reason 'left the company'", "All certificates of anna.")];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var request = new RevokeCertificateRequest
        {
            Certificate = session.Value(_certificate),
            Reason = session.Value(_reason) ?? string.Empty,
        };
        var answer = await session.CallAsync(
            "Revoking",
            (invoker, options) =>
                new IdentityService.IdentityServiceClient(invoker).RevokeCertificateAsync(request, options),
            cancellation);
        session.Print(
            answer, [request.Certificate],
            () => session.Out.WriteLine($"{answer.Revoked} certificates of '{request.Certificate}' are refused from now on."));
        return ExitCodes.Ok;
    }
}

/// <summary><c>mkctl cert rotate-ca</c>: changes the cluster's authority.</summary>
internal sealed class CertRotateCommand : ClusterCommand
{
    private readonly Option<bool> _finish = new("--finish")
    {
        Description = "End trust in the old authority, once all nodes and people have new certificates.",
    };

    /// <summary>Creates the command.</summary>
    public CertRotateCommand(CommandEnvironment environment)
        : base("rotate-ca", "Change the cluster's authority, in two steps; nodes renew by themselves.", environment)
    {
        Add(_finish);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl cert rotate-ca", "Both are trusted; then 'mkctl cert renew' on each desk."),
        ("mkctl cert rotate-ca --finish", "Certificates of the old one are refused from then on."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var request = new RotateAuthorityRequest { Finish = session.Value(_finish) };
        var answer = await session.CallAsync(
            "Changing the authority",
            (invoker, options) => new IdentityService.IdentityServiceClient(invoker).RotateAuthorityAsync(request, options),
            cancellation);
        session.Print(answer, [answer.Fingerprint], () => session.Out.WriteLine(request.Finish
            ? $"Only {answer.Fingerprint} is trusted now."
            : $"{answer.Fingerprint} issues as soon as every node trusts it: see 'mkctl cert list'."));
        return ExitCodes.Ok;
    }
}
