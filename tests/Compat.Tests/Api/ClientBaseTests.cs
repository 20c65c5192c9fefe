using Compat.Tests.Protos;
using Grpc.Core;

namespace Compat.Tests.Api;

public sealed class ClientBaseTests
{
    [Fact]
    public void WithHost_AnyCall_NamesTheHost()
    {
        var invoker = new HostInvoker();
        var client = new ExchangeService.ExchangeServiceClient(invoker).WithHost("vapp1");

        client.Echo(new EchoRequest(), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("vapp1", invoker.Host);
    }

    private sealed class HostInvoker : CallInvoker
    {
        public string? Host { get; private set; }

        public override TResponse BlockingUnaryCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        {
            Host = host;
            return Activator.CreateInstance<TResponse>();
        }

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
            throw new NotSupportedException();

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
            throw new NotSupportedException();

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options) =>
            throw new NotSupportedException();

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options) =>
            throw new NotSupportedException();
    }
}
