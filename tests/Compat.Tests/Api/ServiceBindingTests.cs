using Compat.Tests.Protos;
using Grpc.Core;

namespace Compat.Tests.Api;

public sealed class ServiceBindingTests
{
    [Fact]
    public void Definition_OfAGeneratedService_HandsEachMethodToTheBinder()
    {
        var binder = new NamingBinder();

        ExchangeService.BindService(new Kestrel.KestrelExchange()).BindService(binder);

        Assert.Equal(
            ["Unary Echo", "ClientStreaming Sum", "ServerStreaming Count", "DuplexStreaming Chat",
                "Unary AwaitCancellation"],
            binder.Names);
    }

    [Fact]
    public void Builder_MethodTwice_IsRefused()
    {
        var method = new Method<string, string>(
            MethodType.Unary, "service", "method", Marshallers.StringMarshaller, Marshallers.StringMarshaller);
        UnaryServerMethod<string, string> handler = (request, _) => Task.FromResult(request);
        var builder = ServerServiceDefinition.CreateBuilder().AddMethod(method, handler);

        Assert.Equal("/service/method", method.FullName);
        Assert.Throws<ArgumentException>(() => builder.AddMethod(method, handler));
    }

    private sealed class NamingBinder : ServiceBinderBase
    {
        public List<string> Names { get; } = [];

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) => Note(method);

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) =>
            Note(method);

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
            Note(method);

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
            Note(method);

        private void Note(IMethod method) => Names.Add($"{method.Type} {method.Name}");
    }
}
