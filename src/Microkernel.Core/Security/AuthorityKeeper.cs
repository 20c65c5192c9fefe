using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Etcdserverpb;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Core.State;
using Microkernel.Node.V1;
using Microkernel.Security;

namespace Microkernel.Core.Security;

/// <summary>
/// The cluster's own certificate authority. Its key lies sealed in the store: every node, having the data key, can issue.
/// </summary>
internal sealed class AuthorityKeeper(
    ClusterTracker tracker, StateWriter writer, DataKeyRing keys, NodeIdentity self, TimeProvider time)
{
    /// <summary>The trusted authorities; empty where the operator's PKI is used.</summary>
    public IReadOnlyList<X509Certificate2> Authorities => [.. (tracker.Current.Authority?.Authorities ?? [])
        .Select(stored => X509CertificateLoader.LoadCertificate(stored.Certificate.Span))];

    /// <summary>The authority that issues; null where the operator's PKI is used.</summary>
    public static StoredAuthority? IssuerIn(ClusterSnapshot snapshot) =>
        snapshot.Authority?.Authorities.FirstOrDefault(stored => stored.Issues);

    /// <summary>SHA-256 of an authority's certificate.</summary>
    public static string FingerprintOf(StoredAuthority stored) => Convert.ToHexStringLower(SHA256.HashData(stored.Certificate.Span));

    /// <summary>Issues a certificate and returns it with what is to be written of it.</summary>
    /// <exception cref="RpcException">The operator's PKI is used, or the authority's key cannot be opened.</exception>
    public (X509Certificate2 Certificate, RequestOp Record) Issue(
        Role role, string name, PublicKey key, IEnumerable<string> hosts, TimeSpan lifetime)
    {
        var stored = IssuerIn(tracker.Current) ?? throw new RpcException(new Status(StatusCode.FailedPrecondition,
            "this cluster has no authority of its own: its certificates come from the operator's PKI"));
        using var authority = Open(stored);
        var certificate = authority.Issue(
            new CertificateSubject(self.Cluster, role, name), key, hosts, time.GetUtcNow(), lifetime);
        return (certificate, StateWriter.Put(StateKeys.IssuedCertificate(certificate.SerialNumber), new IssuedRecord
        {
            Role = role.Text(),
            Name = name,
            NotAfter = Timestamp.FromDateTime(certificate.NotAfter.ToUniversalTime()),
            Authority = authority.Fingerprint,
        }));
    }

    /// <summary>Takes the authority that <c>mkctl init</c> made into the store, unless there is one.</summary>
    public async Task FoundAsync(FoundingAuthority founding, CancellationToken ct) =>
        await writer.TryAsync(
            [StateWriter.AtRevision(StateKeys.Authority, 0)],
            [
                StateWriter.Put(StateKeys.Authority, new AuthorityRecord
                {
                    Authorities =
                    {
                        new StoredAuthority
                        {
                            Certificate = ByteString.CopyFrom(founding.Certificate.RawData),
                            SealedKey = ByteString.CopyFrom(founding.SealedKey),
                            Issues = true,
                        },
                    },
                }),
            ], ct);

    /// <summary>Makes an authority that is trusted beside the one that issues.</summary>
    public StoredAuthority Create()
    {
        using var authority = CertificateAuthority.Create(self.Cluster, time.GetUtcNow());
        return Stored(authority);
    }

    /// <summary>Seals an authority's key with the newest data key.</summary>
    public StoredAuthority Reseal(StoredAuthority stored)
    {
        using var authority = Open(stored);
        var resealed = Stored(authority);
        resealed.Issues = stored.Issues;
        return resealed;
    }

    private StoredAuthority Stored(CertificateAuthority authority)
    {
        var founding = FoundingAuthority.Of(authority, keys);
        return new StoredAuthority
        {
            Certificate = ByteString.CopyFrom(founding.Certificate.RawData),
            SealedKey = ByteString.CopyFrom(founding.SealedKey),
        };
    }

    private CertificateAuthority Open(StoredAuthority stored)
    {
        byte[] key;
        try
        {
            key = keys.Open(stored.SealedKey.Span, FoundingAuthority.KeyPurpose(FingerprintOf(stored)));
        }
        catch (CryptographicException e)
        {
            throw new RpcException(new Status(
                StatusCode.FailedPrecondition, $"{self.Node} cannot open the authority's key: {e.Message}"));
        }
        try
        {
            return CertificateAuthority.Load(X509CertificateLoader.LoadCertificate(stored.Certificate.Span), key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
