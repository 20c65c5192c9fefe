using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Microkernel.Security;

/// <summary>
/// The cluster's own certificate authority: an ECDSA P-256 key and a self-signed certificate (RFC 5280). It decides
/// itself what stands in a certificate; of a request it takes the public key alone.
/// </summary>
public sealed class CertificateAuthority : IDisposable
{
    /// <summary>How long an authority lives.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(3650);

    /// <summary>How much clocks may differ: certificates begin this long before they are made.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromHours(1);

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1", ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private CertificateAuthority(X509Certificate2 certificate) => Certificate = certificate;

    /// <summary>Gets the authority's certificate, with its private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Gets the SHA-256 of the certificate, in lower-case hexadecimal digits.</summary>
    public string Fingerprint => FingerprintOf(Certificate);

    /// <summary>Makes an authority for a cluster.</summary>
    public static CertificateAuthority Create(string cluster, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = new X500DistinguishedNameBuilder();
        name.AddOrganizationName(cluster);
        // Two authorities of one cluster must differ in their names: chains are built by them.
        name.AddCommonName($"{cluster} authority {Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}");
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return new CertificateAuthority(request.CreateSelfSigned(now - ClockTolerance, now + Lifetime));
    }

    /// <summary>Takes up an authority that was made before.</summary>
    /// <param name="certificate">Its certificate.</param>
    /// <param name="privateKey">Its key (PKCS #8).</param>
    public static CertificateAuthority Load(X509Certificate2 certificate, ReadOnlySpan<byte> privateKey)
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(privateKey, out _);
        return new CertificateAuthority(certificate.CopyWithPrivateKey(key));
    }

    /// <summary>Returns the private key (PKCS #8); never to be written unsealed.</summary>
    public byte[] ExportPrivateKey()
    {
        using var key = Certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKey();
    }

    /// <summary>Issues a certificate.</summary>
    /// <param name="subject">Whom for.</param>
    /// <param name="key">The holder's public key.</param>
    /// <param name="hosts">Names and addresses that a server answers under.</param>
    /// <param name="now">The time.</param>
    /// <param name="lifetime">How long it is valid; it is never valid when the authority is not.</param>
    public X509Certificate2 Issue(
        CertificateSubject subject, PublicKey key, IEnumerable<string> hosts, DateTimeOffset now, TimeSpan lifetime)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var request = new CertificateRequest(subject.ToDistinguishedName(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        var usages = new OidCollection { new Oid(ClientAuthentication) };
        if (subject.Role == Role.Node) usages.Add(new Oid(ServerAuthentication));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(usages, false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(key, false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, true, false));
        request.CertificateExtensions.Add(Names(subject, hosts));
        var (begin, end) = (now - ClockTolerance, now + lifetime);
        var first = (DateTimeOffset)Certificate.NotBefore.ToUniversalTime();
        var last = (DateTimeOffset)Certificate.NotAfter.ToUniversalTime();
        var serial = RandomNumberGenerator.GetBytes(16);
        // A positive number without leading zero, so that all programs show the same digits.
        serial[0] = (byte)((serial[0] & 0x7f) | 0x40);
        return request.Create(Certificate, begin > first ? begin : first, end < last ? end : last, serial);
    }

    /// <summary>Returns the SHA-256 of a certificate, in lower-case hexadecimal digits.</summary>
    public static string FingerprintOf(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return Convert.ToHexStringLower(SHA256.HashData(certificate.RawData));
    }

    /// <inheritdoc/>
    public void Dispose() => Certificate.Dispose();

    private static X509Extension Names(CertificateSubject subject, IEnumerable<string> hosts)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(subject.ToUri());
        if (subject.Role == Role.Node)
        {
            foreach (var host in hosts.Append(subject.Name).Append("localhost").Append("127.0.0.1").Append("::1")
                .Distinct(StringComparer.OrdinalIgnoreCase))
            {
                if (IPAddress.TryParse(host, out var address)) names.AddIpAddress(address);
                else if (Uri.CheckHostName(host) == UriHostNameType.Dns) names.AddDnsName(host);
            }
        }
        return names.Build();
    }
}
