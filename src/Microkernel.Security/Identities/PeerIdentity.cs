using System.Security.Cryptography.X509Certificates;

namespace Microkernel.Security;

/// <summary>Who a certificate says that its holder is.</summary>
/// <param name="Cluster">The cluster that it is for.</param>
/// <param name="Role">What the holder may do.</param>
/// <param name="Name">The node's, person's or driver's name.</param>
/// <param name="Serial">Serial number of the certificate, in hexadecimal digits; empty without certificate.</param>
/// <param name="NotAfter">When it ends.</param>
public sealed record PeerIdentity(string Cluster, Role Role, string Name, string Serial, DateTimeOffset NotAfter)
{
    /// <summary>Scheme of the URI that may name the holder: <c>microkernel:///CLUSTER/ROLE/NAME</c>.</summary>
    public const string UriScheme = "microkernel";

    private const string SubjectAlternativeName = "2.5.29.17";
    private const string Organization = "2.5.4.10", Unit = "2.5.4.11", CommonName = "2.5.4.3";

    /// <summary>
    /// Reads the URI in the subject alternative names if there is one of the scheme, else the subject:
    /// <c>O=CLUSTER, OU=ROLE, CN=NAME</c>.
    /// </summary>
    /// <returns>Null where neither names cluster, role and name.</returns>
    public static PeerIdentity? Of(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var (cluster, role, name) = FromUri(certificate) ?? FromSubject(certificate);
        return cluster.Length > 0 && name.Length > 0 && RoleNames.Parse(role) is var known and not Role.None
            ? new PeerIdentity(cluster, known, name, certificate.SerialNumber, NotAfterOf(certificate))
            : null;
    }

    private static DateTimeOffset NotAfterOf(X509Certificate2 certificate) => certificate.NotAfter.ToUniversalTime();

    private static (string Cluster, string Role, string Name) FromSubject(X509Certificate2 certificate)
    {
        var (cluster, role, name) = ("", "", "");
        foreach (var part in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
        {
            if (part.HasMultipleElements) continue;
            switch (part.GetSingleElementType().Value)
            {
                case Organization: cluster = part.GetSingleElementValue() ?? ""; break;
                case Unit: role = part.GetSingleElementValue() ?? ""; break;
                case CommonName: name = part.GetSingleElementValue() ?? ""; break;
            }
        }
        return (cluster, role, name);
    }

    private static (string Cluster, string Role, string Name)? FromUri(X509Certificate2 certificate)
    {
        var extension = certificate.Extensions.FirstOrDefault(found => found.Oid?.Value == SubjectAlternativeName);
        if (extension is null) return null;
        foreach (var text in UniformResourceNames.Of(extension.RawData))
        {
            if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == UriScheme &&
                text.Split('/') is [_, "", "", var cluster, var role, var name])
                return (cluster, role, name);
        }
        return null;
    }
}
