namespace Grpc.Core;

/// <summary>Lets a transport see what <see cref="ChannelCredentials" /> are made of.</summary>
public abstract class ChannelCredentialsConfiguratorBase
{
    /// <summary>Says that there are no credentials.</summary>
    public abstract void SetInsecureCredentials(object? state);

    /// <summary>Says that the connection is TLS.</summary>
    public abstract void SetSslCredentials(
        object? state,
        string? rootCertificates,
        KeyCertificatePair? keyCertificatePair,
        VerifyPeerCallback? verifyPeerCallback);

    /// <summary>Says that every call over the connection has credentials too.</summary>
    public abstract void SetCompositeCredentials(
        object? state, ChannelCredentials channelCredentials, CallCredentials callCredentials);
}
