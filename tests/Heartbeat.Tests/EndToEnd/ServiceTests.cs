using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Heartbeat.Tests.EndToEnd;

/// <summary>The driver as real processes on loopback addresses.</summary>
public sealed class ServiceTests
{
    // Unique to this run, so that two runs on one machine do not meet.
    private static readonly uint Port = (uint)(20_000 + Environment.ProcessId % 20_000);

    [Fact]
    public async Task Peer_Leaves_Left()
    {
        await using var n1 = await StartAsync(1, 0);
        await using var n2 = await StartAsync(2, 0);
        await n1.UntilAsync("n2", peer => peer.State == PeerState.Heard, "heard");
        await n2.UntilAsync("n1", peer => peer.State == PeerState.Heard, "heard");

        await n2.LeaveAsync();

        await n1.UntilAsync("n2", peer => peer.State == PeerState.Left, "left");
    }

    [Fact]
    public async Task Peer_Killed_SilentAndItsAgeTold()
    {
        await using var n1 = await StartAsync(1, 1);
        await using var n2 = await StartAsync(2, 1);
        await n1.UntilAsync("n2", peer => peer.State == PeerState.Heard, "heard");

        n2.Kill();

        await n1.UntilAsync("n2", peer => peer.State == PeerState.Silent, "silent");
        var peer = n1.Peer("n2")!;
        Assert.True(peer.LastHeard.ToDateTimeOffset() < DateTimeOffset.UtcNow);
        Assert.True(peer.Rings[0].Silence.ToTimeSpan() > TimeSpan.FromMilliseconds(300));
    }

    /// <summary>An upgrade ends the driver, not the node: only the core says goodbye.</summary>
    [Fact]
    public async Task Driver_Terminated_EndsWellWithoutGoodbye()
    {
        await using var n1 = await StartAsync(1, 5);
        await using var n2 = await StartAsync(2, 5);
        await n1.UntilAsync("n2", peer => peer.State == PeerState.Heard, "heard");

        Assert.Equal(0, await n2.TerminateAsync());

        await n1.UntilAsync("n2", peer => peer.State == PeerState.Silent, "silent");
        Assert.DoesNotContain(n1.Changes, change => change.Peer.State == PeerState.Left);
    }

    [Fact]
    public async Task Driver_Stopped_TakesNobodyForSilent()
    {
        await using var n1 = await StartAsync(1, 2);
        await using var n2 = await StartAsync(2, 2);
        await n1.UntilAsync("n2", peer => peer.State == PeerState.Heard, "heard");
        await n2.UntilAsync("n1", peer => peer.State == PeerState.Heard, "heard");

        await Command.RunAsync("kill", "-STOP", $"{n1.Id}");
        await n2.UntilAsync("n1", peer => peer.State == PeerState.Silent, "silent");
        await Command.RunAsync("kill", "-CONT", $"{n1.Id}");
        await n2.UntilAsync("n1", peer => peer.State == PeerState.Heard, "heard again");

        Assert.DoesNotContain(n1.Changes, change => change.Peer.State == PeerState.Silent);
        await Wait.UntilAsync(
            () => n1.Log.Contains("stopped or starved", StringComparison.Ordinal), () => $"not in the log: {n1.Log}");
    }

    [Fact]
    public async Task Configure_Wrong_RefusedAndFormerGoesOn()
    {
        await using var n1 = await StartAsync(1, 3);
        await using var n2 = await StartAsync(2, 3);
        await n1.UntilAsync("n2", peer => peer.State == PeerState.Heard, "heard");

        var wrong = Configuration(1, 3);
        wrong.Version = 2;
        wrong.Keys[0].Secret = ByteString.CopyFrom(new byte[31]);
        var refused = await Assert.ThrowsAsync<RpcException>(() => n1.ConfigureAsync(wrong));
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Contains(
            "keys[0].secret: got \"31 bytes\", expected 32 bytes", refused.Status.Detail, StringComparison.Ordinal);

        var foreign = Configuration(1, 3);
        foreign.DriverGeneration = 2;
        refused = await Assert.ThrowsAsync<RpcException>(() => n1.ConfigureAsync(foreign));
        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);

        var next = Configuration(1, 3);
        next.Version = 5;
        await n1.ConfigureAsync(next);
        refused = await Assert.ThrowsAsync<RpcException>(() => n1.ConfigureAsync(Configuration(1, 3)));
        Assert.Equal(StatusCode.Aborted, refused.StatusCode);
        Assert.Equal(PeerState.Heard, n1.Peer("n2")!.State);
        Assert.DoesNotContain(n1.Changes, change => change.Peer.State == PeerState.Silent);
    }

    [Fact]
    public async Task Configure_AddressNotHere_NamesItAndOthersWork()
    {
        await using var n1 = await DriverProcess.StartAsync("n1");
        await using var n2 = await StartAsync(2, 4);
        var configuration = Configuration(1, 4);
        // TEST-NET-1 (RFC 5737) is on no host.
        configuration.Rings.Add(new RingConfiguration
        {
            Name = "gone",
            LocalAddress = "192.0.2.1",
            Members = { new RingMember { Node = "n2", Address = "192.0.2.2" } },
        });

        var answer = await n1.ConfigureAsync(configuration);

        Assert.Equal("gone", Assert.Single(answer.Problems).Ring);
        Assert.Contains("192.0.2.1:5405 cannot be bound", answer.Problems[0].Message, StringComparison.Ordinal);
        await n1.UntilAsync("n2", peer => peer.State == PeerState.Heard, "heard");
    }

    [Fact]
    public async Task Leave_NotConfigured_FailedPrecondition()
    {
        await using var n1 = await DriverProcess.StartAsync("n1");

        var refused = await Assert.ThrowsAsync<RpcException>(() => n1.LeaveAsync());

        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
    }

    [Fact]
    public async Task Rings_OverIPv6_Heard()
    {
        await using var hosts = await TwoHosts.CreateAsync();
        for (var host = 1; host <= 2; host++)
            await Command.RunAsync(
                "ip", "-n", hosts[host], "address", "add", $"fd00:2::{host}/64", "dev", "hb0", "nodad");
        await using var n1 = await StartIPv6Async(hosts, 1);
        await using var n2 = await StartIPv6Async(hosts, 2);

        await n1.UntilAsync("n2", peer => peer.State == PeerState.Heard, "heard");
        await n2.UntilAsync("n1", peer => peer.State == PeerState.Heard, "heard");
    }

    private static async Task<DriverProcess> StartIPv6Async(TwoHosts hosts, int host)
    {
        var driver = await DriverProcess.StartAsync($"n{host}", hosts[host]);
        var answer = await driver.ConfigureAsync(DriverProcess.Configuration($"n{host}", new RingConfiguration
        {
            Name = "hb0",
            LocalAddress = $"fd00:2::{host}",
            Members = { new RingMember { Node = $"n{3 - host}", Address = $"fd00:2::{3 - host}" } },
        }));
        Assert.Empty(answer.Problems);
        return driver;
    }

    private static async Task<DriverProcess> StartAsync(int node, uint test)
    {
        var driver = await DriverProcess.StartAsync($"n{node}");
        var answer = await driver.ConfigureAsync(Configuration(node, test));
        Assert.Empty(answer.Problems);
        return driver;
    }

    private static ConfigureRequest Configuration(int node, uint test) =>
        DriverProcess.Configuration($"n{node}", new RingConfiguration
        {
            Name = "lo",
            Port = Port + test,
            LocalAddress = $"127.0.0.{node}",
            Members = { new RingMember { Node = $"n{3 - node}", Address = $"127.0.0.{3 - node}" } },
        });
}
