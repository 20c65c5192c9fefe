using Compat.Tests.Peer;
using Compat.Tests.Protos;
using Grpc.Net.Client;

namespace Compat.Tests.ToPeer;

/// <summary>Calls with one request and one response, from our client to gRPC's C core.</summary>
public sealed class UnaryTests(PeerServer peer)
{
    [Theory]
    [InlineData("")]
    [InlineData("grüß dich")]
    public async Task Unary_AnyText_ReturnsTheText(string text)
    {
        using var channel = peer.OpenChannel();
        var client = new ExchangeService.ExchangeServiceClient(channel);

        var response = await client.EchoAsync(
            new EchoRequest { Text = text }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(text, response.Text);
        Assert.False(response.HadDeadline);
    }

    [Fact]
    public async Task Unary_MegabyteOfText_ReturnsTheText()
    {
        using var channel = peer.OpenChannel();
        var client = new ExchangeService.ExchangeServiceClient(channel);
        var text = new string('x', 1024 * 1024);

        var response = await client.EchoAsync(
            new EchoRequest { Text = text }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(text, response.Text);
    }

    [Fact]
    public void BlockingUnary_Text_ReturnsTheText()
    {
        using var channel = peer.OpenChannel();
        var client = new ExchangeService.ExchangeServiceClient(channel);

        var response = client.Echo(
            new EchoRequest { Text = "wait" }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("wait", response.Text);
    }

    [Fact]
    public async Task Unary_OverUnixSocket_ReturnsTheText()
    {
        using var channel = peer.OpenUnixChannel();
        var client = new ExchangeService.ExchangeServiceClient(channel);

        var response = await client.EchoAsync(
            new EchoRequest { Text = "near" }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("near", response.Text);
    }
}
