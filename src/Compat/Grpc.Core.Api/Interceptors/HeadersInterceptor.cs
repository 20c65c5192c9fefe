namespace Grpc.Core.Interceptors;

/// <summary>Lets a function change the headers of every call.</summary>
internal sealed class HeadersInterceptor(Func<Metadata, Metadata> change) : ContextInterceptor
{
    protected override ClientInterceptorContext<TRequest, TResponse> Change<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context)
    {
        var headers = change(context.Options.Headers ?? []);
        return new(context.Method, context.Host, context.Options.WithHeaders(headers));
    }
}
