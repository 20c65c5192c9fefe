using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Microkernel.Security;

/// <summary>The two ends of a connection: TLS 1.3 alone, each end judged by <see cref="TlsIdentity.Judge"/>.</summary>
/// <param name="identity">What is shown and whom is trusted.</param>
/// <param name="cluster">The cluster that the other end must belong to; null for any of a trusted authority.</param>
/// <param name="metrics">Counts refusals.</param>
/// <param name="refused">Is told of each refusal; null for nobody.</param>
public sealed class TlsEnds(
    TlsIdentity identity, string? cluster, TlsMetrics metrics, Action<bool, TlsRefusal, string>? refused = null)
{
    private readonly LiveConnections _dialled = new();

    /// <summary>Gets the identity.</summary>
    public TlsIdentity Identity => identity;

    /// <summary>
    /// Returns how an incoming connection is met. A caller without certificate is let in, for the few calls that need none:
    /// what it may call is decided there.
    /// </summary>
    public SslServerAuthenticationOptions Incoming() => new()
    {
        ServerCertificateContext = identity.Own ?? throw new InvalidOperationException("A server needs a certificate."),
        EnabledSslProtocols = SslProtocols.Tls13,
        ClientCertificateRequired = true,
        // A resumed session would not see what was revoked since.
        AllowTlsResume = false,
        AllowRenegotiation = false,
        RemoteCertificateValidationCallback = (_, shown, chain, _) =>
            shown is null || Accept(incoming: true, shown as X509Certificate2, chain, anyRole: true) is not null,
    };

    /// <summary>Makes a connection secure; the other end must be a node.</summary>
    /// <exception cref="AuthenticationException">It is not, or it does not take this end.</exception>
    public async Task<SslStream> DialAsync(Stream inner, string host, CancellationToken cancellationToken)
    {
        PeerIdentity? peer = null;
        var stream = new SslStream(inner, leaveInnerStreamOpen: false);
        try
        {
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = host,
                ClientCertificateContext = identity.Own,
                EnabledSslProtocols = SslProtocols.Tls13,
                ApplicationProtocols = [SslApplicationProtocol.Http2],
                AllowTlsResume = false,
                AllowRenegotiation = false,
                RemoteCertificateValidationCallback = (_, shown, chain, _) =>
                    (peer = Accept(incoming: false, shown as X509Certificate2, chain, anyRole: false)) is not null,
            }, cancellationToken);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
        _dialled.Add(peer!, stream);
        return stream;
    }

    /// <summary>Ends connections that this program made to peers that are no longer trusted.</summary>
    public void EndDistrusted(IReadOnlySet<string> revoked, DateTimeOffset now) => _dialled.EndDistrusted(revoked, now);

    private PeerIdentity? Accept(bool incoming, X509Certificate2? shown, X509Chain? chain, bool anyRole)
    {
        var (peer, refusal) = identity.Judge(shown, chain, cluster);
        if (peer is not null && !anyRole && peer.Role != Role.Node) refusal = TlsRefusal.OtherRole;
        if (refusal == TlsRefusal.None) return peer;
        metrics.Refused(incoming, refusal);
        refused?.Invoke(incoming, refusal, shown?.Subject ?? "");
        return null;
    }
}
