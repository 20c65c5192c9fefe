using Microkernel.Core.Configuration;
using Microkernel.Core.Membership;
using Microkernel.Core.State;
using Microkernel.Security;

namespace Microkernel.Core.Security;

/// <summary>Renews this node's certificate, where the cluster's own authority issued it.</summary>
internal sealed class OwnCertificate(
    TlsEnds tls, CoreOptions options, ClusterTracker tracker, AuthorityKeeper authority, MemberDirectory members,
    StateWriter writer, NodeIdentity self, TimeProvider time)
{
    /// <summary>SHA-256 of the authority that issued it; null when it is not trusted any more.</summary>
    public string? AuthorityFingerprint => tls.Identity.Certificate is { } own
        ? tls.Identity.Authorities.Where(candidate => candidate.SubjectName.RawData.AsSpan().SequenceEqual(own.IssuerName.RawData))
            .Select(CertificateAuthority.FingerprintOf).FirstOrDefault()
        : null;

    /// <summary>
    /// Renews when two thirds of its time are over, or another authority issues now; answers whether it did.
    /// </summary>
    public async Task<bool> RenewIfDueAsync(CancellationToken ct)
    {
        if (options.TlsCertificate.Length > 0 || tls.Identity.Certificate is not { } own ||
            AuthorityKeeper.IssuerIn(tracker.Current) is not { } issuer)
            return false;
        var (begin, end) = (own.NotBefore.ToUniversalTime(), own.NotAfter.ToUniversalTime());
        var isOld = time.GetUtcNow().UtcDateTime > begin + ((end - begin) * 2 / 3);
        if (!isOld && AuthorityFingerprint == AuthorityKeeper.FingerprintOf(issuer)) return false;

        using var request = new KeyRequest();
        var hosts = members.Find(self.Node)?.Addresses.Select(address => PeerDialer.Split(address).Host) ?? [];
        var (issued, record) = authority.Issue(Role.Node, self.Node, request.PublicKey, hosts, ClusterFounder.NodeLifetime);
        using (issued)
        {
            if (await writer.TryAsync([], [record], ct) is null) return false;
            PemFiles.WritePrivate(options.Pki.Node, PemFiles.Text([issued]) + request.KeyPem + "\n");
        }
        tls.Identity.Reload();
        return true;
    }
}
