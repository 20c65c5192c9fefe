using Microkernel.Cli.Failures;
using Microkernel.Security;

namespace Microkernel.Cli.Connection;

/// <summary>By what this user shows who they are, and whom they trust. Paths may be null where nobody named any.</summary>
/// <param name="Authorities">File of the authorities that are trusted.</param>
/// <param name="Certificate">File of the user's certificate.</param>
/// <param name="Key">File of its key.</param>
/// <param name="Token">A token instead of a certificate.</param>
/// <param name="Insecure">No TLS at all, for clusters that have none.</param>
internal sealed record ClientCredentials(
    string? Authorities = null, string? Certificate = null, string? Key = null, string? Token = null,
    bool Insecure = false)
{
    /// <summary>Returns these, completed where they say nothing.</summary>
    public ClientCredentials Or(ClientCredentials other) => new(
        Authorities ?? other.Authorities, Certificate ?? other.Certificate, Key ?? other.Key, Token ?? other.Token,
        Insecure || other.Insecure);

    /// <summary>
    /// Returns what secures connections to other hosts; null where nothing shall. Where nothing is named, what
    /// <c>mkctl init</c> and <c>mkctl join</c> left on this host is used.
    /// </summary>
    /// <exception cref="CommandFailure">A file cannot be used, or no authority is known.</exception>
    public TlsEnds? Secure()
    {
        if (Insecure)
        {
            return null;
        }

        var found = Or(OfThisHost());
        if (found.Authorities is null)
        {
            throw new CommandFailure(
                ExitCodes.Usage, "It is not known which authority vouches for the cluster's servers.",
                "Name one with --ca FILE (and --cert, --key), or in a context; a cluster without TLS takes --insecure.");
        }

        try
        {
            var isToken = Token is not null && Certificate is null;
            var files = new TlsFiles(
                isToken ? null : found.Certificate, isToken ? null : found.Key ?? found.Certificate, found.Authorities);
            return new TlsEnds(TlsIdentity.Load(files), cluster: null, new TlsMetrics());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCodes.Usage, e.Message);
        }
    }

    private static ClientCredentials OfThisHost()
    {
        var pki = new PkiDirectory(PkiDirectory.Default);
        return File.Exists(pki.Authorities)
            ? File.Exists(pki.AdminCertificate)
                ? new ClientCredentials(pki.Authorities, pki.AdminCertificate, pki.AdminKey)
                : new ClientCredentials(pki.Authorities)
            : new ClientCredentials();
    }
}
