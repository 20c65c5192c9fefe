namespace Grpc.Core;

/// <summary>TLS, optionally with roots, a client certificate and a check of one's own; all in PEM.</summary>
public sealed class SslCredentials : ChannelCredentials
{
    private readonly VerifyPeerCallback? _verifyPeerCallback;

    /// <summary>Creates credentials that trust the system's roots.</summary>
    public SslCredentials()
        : this(null)
    {
    }

    /// <summary>Creates credentials that trust the given roots; null stands for the system's.</summary>
    public SslCredentials(string? rootCertificates)
        : this(rootCertificates, null)
    {
    }

    /// <summary>Creates credentials that show a certificate to the server.</summary>
    public SslCredentials(string? rootCertificates, KeyCertificatePair? keyCertificatePair)
        : this(rootCertificates, keyCertificatePair, null)
    {
    }

    /// <summary>Creates credentials that show a certificate and check the server's.</summary>
    public SslCredentials(
        string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback)
    {
        RootCertificates = rootCertificates;
        KeyCertificatePair = keyCertificatePair;
        _verifyPeerCallback = verifyPeerCallback;
    }

    /// <summary>Gets the trusted roots; null stands for the system's.</summary>
    public string? RootCertificates { get; }

    /// <summary>Gets the certificate to show, with its key.</summary>
    public KeyCertificatePair? KeyCertificatePair { get; }

    internal override bool IsComposable => true;

    /// <inheritdoc />
    public override void InternalPopulateConfiguration(
        ChannelCredentialsConfiguratorBase configurator, object? state)
    {
        ArgumentNullException.ThrowIfNull(configurator);
        configurator.SetSslCredentials(state, RootCertificates, KeyCertificatePair, _verifyPeerCallback);
    }
}
