namespace Grpc.Core;

/// <summary>Adds credentials to the headers of a call before it starts.</summary>
public delegate Task AsyncAuthInterceptor(AuthInterceptorContext context, Metadata metadata);
