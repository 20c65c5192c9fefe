using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Microkernel.Security;

/// <summary>The file that carries a new cluster's authority into its store: the certificate and its sealed key.</summary>
/// <param name="Certificate">The authority's certificate.</param>
/// <param name="SealedKey">Its key, sealed for <see cref="KeyPurpose"/>.</param>
public sealed record FoundingAuthority(X509Certificate2 Certificate, byte[] SealedKey)
{
    private const string Label = "MICROKERNEL SEALED KEY";

    /// <summary>What the key of an authority is sealed for.</summary>
    public static string KeyPurpose(string fingerprint) => "authority " + fingerprint;

    /// <summary>Seals the key of an authority.</summary>
    public static FoundingAuthority Of(CertificateAuthority authority, DataKeyRing keys)
    {
        ArgumentNullException.ThrowIfNull(authority);
        ArgumentNullException.ThrowIfNull(keys);
        var key = authority.ExportPrivateKey();
        try
        {
            return new FoundingAuthority(authority.Certificate, keys.Seal(key, KeyPurpose(authority.Fingerprint)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Writes the file.</summary>
    public void Write(string path) => PemFiles.WritePrivate(
        path, Certificate.ExportCertificatePem() + "\n" + PemEncoding.WriteString(Label, SealedKey) + "\n");

    /// <summary>Reads the file; null where there is none.</summary>
    /// <exception cref="IOException">It is damaged.</exception>
    public static FoundingAuthority? Read(string path)
    {
        if (!File.Exists(path)) return null;
        var text = File.ReadAllText(path);
        var certificate = PemFiles.ReadCertificates(path)[0];
        for (var rest = text.AsSpan(); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
            if (rest[fields.Label].SequenceEqual(Label))
                return new FoundingAuthority(certificate, Convert.FromBase64String(rest[fields.Base64Data].ToString()));
        throw new IOException($"{path}: expected a block '{Label}'");
    }
}
