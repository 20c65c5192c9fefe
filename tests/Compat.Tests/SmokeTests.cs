using Compat.Tests.Protos;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Compat.Tests;

public class SmokeTests
{
    private sealed class Service : ExchangeService.ExchangeServiceBase
    {
        public override Task<EchoResponse> Echo(EchoRequest request, ServerCallContext context) =>
            Task.FromResult(new EchoResponse { Text = request.Text });
    }

    [Fact]
    public async Task Echo_OverKestrel_Returns()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(o => o.Listen(System.Net.IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        await using var app = builder.Build();
        app.MapGrpcService<Service>();
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var channel = GrpcChannel.ForAddress(app.Urls.First());
        var client = new ExchangeService.ExchangeServiceClient(channel);
        var answer = await client.EchoAsync(new EchoRequest { Text = "hi" }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("hi", answer.Text);
        Assert.Equal("hi", client.Echo(new EchoRequest { Text = "hi" }, cancellationToken: TestContext.Current.CancellationToken).Text);
    }
}
