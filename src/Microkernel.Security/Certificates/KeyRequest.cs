using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Microkernel.Security;

/// <summary>A new key and the request (PKCS #10) by which its holder asks for a certificate.</summary>
public sealed class KeyRequest : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Gets the request, in DER.</summary>
    public byte[] Request => new CertificateRequest("CN=request", _key, HashAlgorithmName.SHA256).CreateSigningRequest();

    /// <summary>Gets the key (PKCS #8) in PEM.</summary>
    public string KeyPem => _key.ExportPkcs8PrivateKeyPem();

    /// <summary>Gets the public key.</summary>
    public PublicKey PublicKey => new(_key);

    /// <summary>Returns the public key of a request whose signature shows that the sender holds the private key.</summary>
    /// <exception cref="FormatException">It is no such request.</exception>
    public static PublicKey Read(byte[] request)
    {
        try
        {
            // The signature is checked; extensions that are asked for are not taken over.
            var read = CertificateRequest.LoadSigningRequest(
                request, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.Default);
            using var key = read.PublicKey.GetECDsaPublicKey();
            return key is { KeySize: 256 or 384 or 521 }
                ? read.PublicKey
                : throw new FormatException("expected an ECDSA key of 256 bits or more");
        }
        catch (Exception e) when (e is CryptographicException or NotSupportedException or System.Formats.Asn1.AsnContentException)
        {
            throw new FormatException($"expected a PKCS #10 request: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
