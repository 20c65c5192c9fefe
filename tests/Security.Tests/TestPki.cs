namespace Microkernel.Security.Tests;

/// <summary>A cluster's authority and what it issues, in a directory of its own.</summary>
public sealed class TestPki : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pki");

    public TestPki(string cluster = "office") => (Cluster, Authority) = (cluster, CertificateAuthority.Create(cluster, Now - TimeSpan.FromDays(1)));

    public static DateTimeOffset Now => DateTimeOffset.UtcNow;

    public string Cluster { get; }

    public CertificateAuthority Authority { get; }

    /// <summary>Issues a certificate and returns the identity that uses it.</summary>
    public TlsIdentity Identity(Role role, string name, string? cluster = null, DateTimeOffset? at = null, TimeSpan? lifetime = null)
    {
        using var key = new KeyRequest();
        using var certificate = Authority.Issue(
            new CertificateSubject(cluster ?? Cluster, role, name), key.PublicKey, ["10.0.0.1", "n1.example"], at ?? Now,
            lifetime ?? TimeSpan.FromDays(1));
        var path = Path.Combine(_directory.FullName, $"{role}-{name}-{certificate.SerialNumber}.pem");
        PemFiles.WritePrivate(path, PemFiles.Text([certificate]) + key.KeyPem + "\n");
        return TlsIdentity.Load(new TlsFiles(path, path, AuthoritiesFile()));
    }

    /// <summary>Writes the file of trusted authorities.</summary>
    public string AuthoritiesFile(params CertificateAuthority[] others)
    {
        var path = Path.Combine(_directory.FullName, "ca.crt");
        PemFiles.WritePublic(path, PemFiles.Text([Authority.Certificate, .. others.Select(other => other.Certificate)]));
        return path;
    }

    public void Dispose()
    {
        Authority.Dispose();
        _directory.Delete(recursive: true);
    }
}
