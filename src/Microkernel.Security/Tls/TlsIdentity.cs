using System.Collections.Frozen;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Microkernel.Security;

/// <summary>
/// What this program shows to others and whom it trusts; changes take effect with the next connection, without restart.
/// </summary>
public sealed class TlsIdentity
{
    private readonly TlsFiles _files;
    private readonly Lock _lock = new();
    private volatile State _state;

    private TlsIdentity(TlsFiles files, State state) => (_files, _state) = (files, state);

    /// <summary>The own certificate or the authorities changed.</summary>
    public event Action? Changed;

    /// <summary>Gets the own certificate; null where there is none.</summary>
    public X509Certificate2? Certificate => _state.Own?.TargetCertificate;

    /// <summary>Gets the authorities that are trusted.</summary>
    public IReadOnlyList<X509Certificate2> Authorities => _state.Authorities;

    internal SslStreamCertificateContext? Own => _state.Own;

    /// <summary>Reads the files.</summary>
    /// <exception cref="IOException">One cannot be read or used.</exception>
    public static TlsIdentity Load(TlsFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return new TlsIdentity(files, State.Read(files, FrozenSet<string>.Empty));
    }

    /// <summary>Returns an identity without certificate of its own that trusts some authorities.</summary>
    public static TlsIdentity Trusting(IReadOnlyList<X509Certificate2> authorities) =>
        new(new TlsFiles(null, null, ""), new State(null, authorities, FrozenSet<string>.Empty));

    /// <summary>Reads the files anew; what was in use stays when they cannot be used.</summary>
    /// <exception cref="IOException">One cannot be read or used.</exception>
    public void Reload()
    {
        lock (_lock) _state = State.Read(_files, _state.Revoked);
        Changed?.Invoke();
    }

    /// <summary>Says which certificates are refused although they are valid, by serial number.</summary>
    public void Revoke(IEnumerable<string> serials)
    {
        lock (_lock) _state = _state with { Revoked = serials.ToFrozenSet(StringComparer.OrdinalIgnoreCase) };
    }

    /// <summary>Judges a certificate that somebody shows.</summary>
    /// <param name="shown">The certificate; null for none.</param>
    /// <param name="chain">What was sent along with it.</param>
    /// <param name="cluster">The cluster that it must be for; null for any that the authorities vouch for.</param>
    /// <returns>Who it is, or why it is refused.</returns>
    public (PeerIdentity? Peer, TlsRefusal Refusal) Judge(X509Certificate2? shown, X509Chain? chain, string? cluster)
    {
        if (shown is null) return (null, TlsRefusal.NoCertificate);
        var state = _state;
        using var judged = new X509Chain();
        judged.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        judged.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        judged.ChainPolicy.DisableCertificateDownloads = true;
        judged.ChainPolicy.CustomTrustStore.AddRange(state.Authorities.ToArray());
        if (chain is not null)
            foreach (var element in chain.ChainElements.Skip(1))
                judged.ChainPolicy.ExtraStore.Add(element.Certificate);
        if (!judged.Build(shown))
        {
            var flags = judged.ChainStatus.Aggregate(
                X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
            var inTime = (flags & ~X509ChainStatusFlags.NotTimeValid) != X509ChainStatusFlags.NoError;
            return (null, inTime ? TlsRefusal.UnknownAuthority : TlsRefusal.Expired);
        }
        if (state.Revoked.Contains(shown.SerialNumber)) return (null, TlsRefusal.Revoked);
        return PeerIdentity.Of(shown) switch
        {
            null => (null, TlsRefusal.NoIdentity),
            var peer when cluster is not null && peer.Cluster != cluster => (null, TlsRefusal.OtherCluster),
            var peer => (peer, TlsRefusal.None),
        };
    }

    private sealed record State(
        SslStreamCertificateContext? Own, IReadOnlyList<X509Certificate2> Authorities, FrozenSet<string> Revoked)
    {
        public static State Read(TlsFiles files, FrozenSet<string> revoked)
        {
            IReadOnlyList<X509Certificate2> authorities = [.. PemFiles.ReadCertificates(files.Authorities)];
            if (files.Certificate is null || files.Key is null) return new State(null, authorities, revoked);
            var own = PemFiles.ReadPair(files.Certificate, files.Key);
            var between = new X509Certificate2Collection(
                PemFiles.ReadCertificates(files.Certificate).Skip(1).Concat(authorities).ToArray());
            return new State(SslStreamCertificateContext.Create(own, between, offline: true), authorities, revoked);
        }
    }
}
