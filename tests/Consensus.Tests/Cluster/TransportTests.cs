using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Microkernel.Raft.V1;

namespace Consensus.Tests.Cluster;

public sealed class TransportTests
{
    [Fact]
    public async Task FirstAddress_Silent_SecondIsUsed()
    {
        // A listener that accepts and never answers stands for a network that swallows everything.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;

        await using var cluster = await ClusterHost.StartAsync(3, options =>
        {
            for (var i = 0; i < options.Peers.Count; i++)
            {
                var peer = options.Peers[i];
                options.Peers[i] = peer with { Addresses = [$"127.0.0.1:{port}", .. peer.Addresses] };
            }
        });

        var leader = await cluster.LeaderAsync();
        await ClusterHost.ProposeAsync(leader, "x");
        Assert.True(silent.Pending());
    }

    [Theory]
    [InlineData("other", 2UL, 1UL, StatusCode.PermissionDenied, "hello.cluster_id")]
    [InlineData("microkernel", 2UL, 3UL, StatusCode.PermissionDenied, "hello.to")]
    [InlineData("microkernel", 1UL, 1UL, StatusCode.InvalidArgument, "hello.from")]
    public async Task Stranger_IsRefused(string cluster, ulong from, ulong to, StatusCode code, string field)
    {
        await using var host = await ClusterHost.StartAsync(1);
        using var channel = GrpcChannel.ForAddress($"http://{host.Peers[0].Addresses[0]}");
        using var call = new RaftService.RaftServiceClient(channel).Deliver(
            cancellationToken: TestContext.Current.CancellationToken);
        var hello = new Hello { ClusterId = cluster, From = from, To = to };
        await call.RequestStream.WriteAsync(
            new DeliverRequest { Hello = hello }, TestContext.Current.CancellationToken);

        var refusal = await Assert.ThrowsAsync<RpcException>(
            () => call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal(code, refusal.StatusCode);
        Assert.Contains(field, refusal.Status.Detail);
    }
}
