using Compat.Tests.Kestrel;
using Compat.Tests.Peer;

namespace Compat.Tests.FromPeer;

/// <summary>Calls from gRPC's C core to our Kestrel server.</summary>
public sealed class PeerClientTests(PeerServer peer)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Unary_TcpOrUnixSocket_ReturnsTheText(bool unixSocket)
    {
        await using var server = await KestrelServer.StartAsync();
        var target = unixSocket ? $"unix:{server.Socket}" : server.Target;

        var seen = await PeerCalls.RunAsync(peer, target, "unary", "grüß dich");

        Assert.Equal("grüß dich", seen.GetProperty("text").GetString());
        Assert.True(seen.GetProperty("hadDeadline").GetBoolean());
    }

    [Fact]
    public async Task ClientStreaming_HundredRequests_ReturnsTheirSum()
    {
        await using var server = await KestrelServer.StartAsync();

        var seen = await PeerCalls.RunAsync(peer, server.Target, "client_streaming");

        Assert.Equal(5050, seen.GetProperty("sum").GetInt32());
    }

    [Fact]
    public async Task ServerStreaming_HundredResponses_ArriveInOrder()
    {
        await using var server = await KestrelServer.StartAsync();

        var seen = await PeerCalls.RunAsync(peer, server.Target, "server_streaming");

        var numbers = seen.GetProperty("numbers").EnumerateArray().Select(number => number.GetInt32());
        Assert.Equal(Enumerable.Range(1, 100), numbers);
    }

    [Fact]
    public async Task DuplexStreaming_TurnByTurn_AnswersEach()
    {
        await using var server = await KestrelServer.StartAsync();

        var seen = await PeerCalls.RunAsync(peer, server.Target, "duplex");

        var answers = seen.GetProperty("answers").EnumerateArray().Select(answer => answer.GetString());
        Assert.Equal(["ONE", "TWO", "THREE"], answers);
        Assert.True(seen.GetProperty("ended").GetBoolean());
    }

    [Theory]
    [InlineData("deadline", "DEADLINE_EXCEEDED")]
    [InlineData("cancellation", "CANCELLED")]
    public async Task HangingCall_GivenUpByThePeer_CancelsOurHandler(string scenario, string code)
    {
        await using var server = await KestrelServer.StartAsync();

        var seen = await PeerCalls.RunAsync(peer, server.Target, scenario, "the call");

        Assert.Equal(code, seen.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Metadata_TextAndBinary_ComesBackInHeadersAndTrailers()
    {
        await using var server = await KestrelServer.StartAsync();
        var bytes = Convert.ToBase64String([.. Enumerable.Range(0, 256).Select(value => (byte)value)]);

        var seen = await PeerCalls.RunAsync(peer, server.Target, "metadata");

        Assert.Equal("plain text", seen.GetProperty("headers").GetProperty("x-ascii").GetString());
        Assert.Equal(bytes, seen.GetProperty("headers").GetProperty("x-bytes-bin").GetString());
        Assert.Equal("plain text", seen.GetProperty("trailers").GetProperty("t-ascii").GetString());
        Assert.Equal(bytes, seen.GetProperty("trailers").GetProperty("t-bytes-bin").GetString());
    }

    [Fact]
    public async Task StatusDetails_ThrownByOurHandler_AreReadByThePeer()
    {
        await using var server = await KestrelServer.StartAsync();

        var seen = await PeerCalls.RunAsync(peer, server.Target, "status_details", "not quorate");

        Assert.Equal("FAILED_PRECONDITION", seen.GetProperty("code").GetString());
        Assert.Equal("not quorate", seen.GetProperty("message").GetString());
        Assert.Equal(9, seen.GetProperty("statusCode").GetInt32());
        Assert.Equal("not quorate", seen.GetProperty("statusMessage").GetString());
        Assert.True(seen.GetProperty("unpacked").GetBoolean());
        Assert.Equal("not quorate", seen.GetProperty("reason").GetString());
        Assert.Equal("compat.tests", seen.GetProperty("domain").GetString());
        Assert.Equal("text", seen.GetProperty("fields")[0].GetString());
    }
}
