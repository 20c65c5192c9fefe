namespace Grpc.Core.Interceptors;

/// <summary>What a client's interceptor knows of a call, and may change before it passes the call on.</summary>
public struct ClientInterceptorContext<TRequest, TResponse>
    where TRequest : class
    where TResponse : class
{
    /// <summary>Creates a context.</summary>
    public ClientInterceptorContext(Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        Method = method;
        Host = host;
        Options = options;
    }

    /// <summary>Gets the method that is called.</summary>
    public Method<TRequest, TResponse> Method { get; }

    /// <summary>Gets the host that the call names, if any.</summary>
    public string? Host { get; }

    /// <summary>Gets the options of the call.</summary>
    public CallOptions Options { get; }
}
