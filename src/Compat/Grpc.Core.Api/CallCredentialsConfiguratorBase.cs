namespace Grpc.Core;

/// <summary>Lets a transport see what <see cref="CallCredentials" /> are made of.</summary>
public abstract class CallCredentialsConfiguratorBase
{
    /// <summary>Says that the credentials are several others.</summary>
    public abstract void SetCompositeCredentials(object? state, IReadOnlyList<CallCredentials> credentials);

    /// <summary>Says that the credentials are a function.</summary>
    public abstract void SetAsyncAuthInterceptorCredentials(object? state, AsyncAuthInterceptor interceptor);
}
