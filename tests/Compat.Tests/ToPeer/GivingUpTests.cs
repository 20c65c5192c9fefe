using Compat.Tests.Peer;
using Compat.Tests.Protos;
using Grpc.Core;

namespace Compat.Tests.ToPeer;

/// <summary>Deadlines and cancellation, which the peer must notice.</summary>
public sealed class GivingUpTests(PeerServer peer)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deadline_Passed_EndsTheCallOnBothSides()
    {
        using var channel = peer.OpenChannel();
        var client = new ExchangeService.ExchangeServiceClient(channel);
        var name = nameof(Deadline_Passed_EndsTheCallOnBothSides);
        var deadline = TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(200);

        using var call = client.EchoAsync(
            new EchoRequest { Hang = name }, new CallOptions(deadline: deadline, cancellationToken: Stop));
        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        Assert.Equal(StatusCode.DeadlineExceeded, call.GetStatus().StatusCode);
        await client.AwaitCancellationAsync(
            new AwaitCancellationRequest { Name = name }, deadline: DateTime.UtcNow + Patience, cancellationToken: Stop);
    }

    [Fact]
    public async Task Deadline_InTheFuture_IsToldToTheServer()
    {
        using var channel = peer.OpenChannel();
        var client = new ExchangeService.ExchangeServiceClient(channel);
        var options = new CallOptions(cancellationToken: Stop)
            .WithDeadline(TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(5));

        var response = await client.EchoAsync(new EchoRequest(), options);

        Assert.True(response.HadDeadline);
    }

    [Fact]
    public async Task Token_CancelledAfterTheHeaders_EndsTheCallOnBothSides()
    {
        using var channel = peer.OpenChannel();
        var client = new ExchangeService.ExchangeServiceClient(channel);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var name = nameof(Token_CancelledAfterTheHeaders_EndsTheCallOnBothSides);

        using var call = client.EchoAsync(new EchoRequest { Hang = name }, cancellationToken: cancellation.Token);
        await call.ResponseHeadersAsync;
        await cancellation.CancelAsync();
        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);

        Assert.Equal(StatusCode.Cancelled, failure.StatusCode);
        await client.AwaitCancellationAsync(
            new AwaitCancellationRequest { Name = name }, deadline: DateTime.UtcNow + Patience, cancellationToken: Stop);
    }

    [Fact]
    public async Task Dispose_InTheMiddleOfAStream_EndsTheCallOnBothSides()
    {
        using var channel = peer.OpenChannel();
        var client = new ExchangeService.ExchangeServiceClient(channel);
        var name = nameof(Dispose_InTheMiddleOfAStream_EndsTheCallOnBothSides);

        using (var call = client.Count(new CountRequest { Limit = 1, Hang = name }, cancellationToken: Stop))
        {
            Assert.True(await call.ResponseStream.MoveNext(Stop));
        }

        await client.AwaitCancellationAsync(
            new AwaitCancellationRequest { Name = name }, deadline: DateTime.UtcNow + Patience, cancellationToken: Stop);
    }
}
