using System.Security.Cryptography.X509Certificates;

namespace Microkernel.Security;

/// <summary>Whom a certificate is for.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Role">What the holder may do.</param>
/// <param name="Name">The holder's name; see <see cref="IsName"/>.</param>
public sealed record CertificateSubject(string Cluster, Role Role, string Name)
{
    private const int NameLengthMax = 63;

    /// <summary>
    /// Returns whether a text can name a cluster or a holder: 1 to 63 letters, digits, dots, dashes and underscores,
    /// the first of them a letter or digit.
    /// </summary>
    public static bool IsName(string text) =>
        text is { Length: > 0 and <= NameLengthMax } && char.IsAsciiLetterOrDigit(text[0]) &&
        text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    internal X500DistinguishedName ToDistinguishedName()
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddOrganizationName(Cluster);
        name.AddOrganizationalUnitName(Role.Text());
        name.AddCommonName(Name);
        return name.Build();
    }

    // In the path, for the case of a URI's authority does not count (RFC 3986, 3.2.2) and that of a cluster's name does.
    internal Uri ToUri() => new($"{PeerIdentity.UriScheme}:///{Cluster}/{Role.Text()}/{Name}");
}
