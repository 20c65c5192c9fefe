using Grpc.Core.Internal;

namespace Grpc.Core;

/// <summary>Credentials that are sent with a single call.</summary>
public abstract class CallCredentials
{
    /// <summary>Combines credentials; they are asked in the given order.</summary>
    /// <exception cref="ArgumentException">Fewer than two were given.</exception>
    public static CallCredentials Compose(params CallCredentials[] credentials) =>
        new CompositeCallCredentials(credentials);

    /// <summary>Creates credentials of a function that adds them to the headers.</summary>
    public static CallCredentials FromInterceptor(AsyncAuthInterceptor interceptor) =>
        new InterceptorCallCredentials(interceptor);

    /// <summary>Shows a transport what these credentials are made of.</summary>
    public abstract void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object? state);
}
