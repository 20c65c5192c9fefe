namespace Grpc.Core;

/// <summary>Tells an <see cref="AsyncAuthInterceptor" /> which call it is asked for.</summary>
public class AuthInterceptorContext
{
    /// <summary>Creates a context without cancellation.</summary>
    public AuthInterceptorContext(string serviceUrl, string methodName)
        : this(serviceUrl, methodName, CancellationToken.None)
    {
    }

    /// <summary>Creates a context.</summary>
    public AuthInterceptorContext(string serviceUrl, string methodName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(serviceUrl);
        ArgumentNullException.ThrowIfNull(methodName);
        ServiceUrl = serviceUrl;
        MethodName = methodName;
        CancellationToken = cancellationToken;
    }

    /// <summary>Gets the address of the service.</summary>
    public string ServiceUrl { get; }

    /// <summary>Gets the name of the method.</summary>
    public string MethodName { get; }

    /// <summary>Gets the token of the call.</summary>
    public CancellationToken CancellationToken { get; }
}
