using Grpc.Core.Internal;

namespace Grpc.Core;

/// <summary>Credentials of a connection.</summary>
public abstract class ChannelCredentials
{
    /// <summary>Gets the absence of credentials: neither encryption nor proof.</summary>
    public static ChannelCredentials Insecure { get; } = new InsecureChannelCredentials();

    /// <summary>Gets TLS with the system's trusted roots.</summary>
    public static ChannelCredentials SecureSsl { get; } = new SslCredentials();

    internal virtual bool IsComposable => false;

    /// <summary>Adds call credentials to every call of a connection.</summary>
    /// <exception cref="ArgumentException">The channel credentials are composed already.</exception>
    public static ChannelCredentials Create(ChannelCredentials channelCredentials, CallCredentials callCredentials) =>
        new CompositeChannelCredentials(channelCredentials, callCredentials);

    /// <summary>Shows a transport what these credentials are made of.</summary>
    public abstract void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object? state);
}
