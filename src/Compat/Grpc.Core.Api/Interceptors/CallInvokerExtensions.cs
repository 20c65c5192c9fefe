namespace Grpc.Core.Interceptors;

/// <summary>Puts interceptors before a <see cref="CallInvoker" />.</summary>
public static class CallInvokerExtensions
{
    /// <summary>Returns an invoker whose calls go through the interceptor first.</summary>
    public static CallInvoker Intercept(this CallInvoker invoker, Interceptor interceptor)
    {
        ArgumentNullException.ThrowIfNull(invoker);
        ArgumentNullException.ThrowIfNull(interceptor);
        return new InterceptingCallInvoker(invoker, interceptor);
    }

    /// <summary>Returns an invoker whose calls go through the interceptors, the first given first.</summary>
    public static CallInvoker Intercept(this CallInvoker invoker, params Interceptor[] interceptors)
    {
        ArgumentNullException.ThrowIfNull(invoker);
        ArgumentNullException.ThrowIfNull(interceptors);
        foreach (var interceptor in Enumerable.Reverse(interceptors))
        {
            invoker = invoker.Intercept(interceptor);
        }

        return invoker;
    }

    /// <summary>Returns an invoker that lets a function change the headers of every call.</summary>
    public static CallInvoker Intercept(this CallInvoker invoker, Func<Metadata, Metadata> interceptor)
    {
        ArgumentNullException.ThrowIfNull(invoker);
        ArgumentNullException.ThrowIfNull(interceptor);
        return new InterceptingCallInvoker(invoker, new HeadersInterceptor(interceptor));
    }
}
