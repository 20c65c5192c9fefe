using System.Diagnostics.Metrics;

namespace Microkernel.Security;

/// <summary>Counts who was refused.</summary>
public sealed class TlsMetrics : IDisposable
{
    private readonly Meter _meter = new("Microkernel.Security");
    private readonly Counter<long> _refused;

    /// <summary>Creates the counters.</summary>
    public TlsMetrics() => _refused = _meter.CreateCounter<long>(
        "microkernel_tls_refused_total", description: "Handshakes refused, by direction and reason.");

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    internal void Refused(bool incoming, TlsRefusal refusal) => _refused.Add(
        1, new("direction", incoming ? "in" : "out"), new("reason", Text(refusal)));

    private static string Text(TlsRefusal refusal) => refusal switch
    {
        TlsRefusal.NoCertificate => "no_certificate",
        TlsRefusal.UnknownAuthority => "unknown_authority",
        TlsRefusal.Expired => "expired",
        TlsRefusal.Revoked => "revoked",
        TlsRefusal.NoIdentity => "no_identity",
        TlsRefusal.OtherCluster => "other_cluster",
        TlsRefusal.OtherRole => "other_role",
        _ => "none",
    };
}
