using System.Net;
using Microkernel.Drivers.Heartbeat.Engine;
using Microkernel.Drivers.Heartbeat.Rings;
using Microkernel.Drivers.Heartbeat.Tests.Simulated;
using Microkernel.Drivers.Heartbeat.Wire;

namespace Microkernel.Drivers.Heartbeat.Tests.Engine;

public sealed class MulticastTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly MulticastSettings Group = new(IPAddress.Parse("239.192.7.1"), Ttl: 1);

    [Fact]
    public void Nodes_OnAGroup_HearEachOtherWithOneDatagramABeat()
    {
        using var cluster = Start(5, 1);
        cluster.Settle();
        var before = cluster.Fabric.Sent.Count;

        cluster.RunFor(Second * 10);

        Assert.InRange(cluster.Fabric.Sent.Count - before, 5 * 98, 5 * 102);
        Assert.All(cluster[1].Peers.Values, peer => Assert.All(peer.Links, link =>
        {
            Assert.True(link.Heard);
            Assert.False(link.IsDeaf);
            Assert.Equal(0, link.LossRatio);
            Assert.NotNull(link.RoundTrip);
        }));
    }

    [Fact]
    public void Nodes_MoreThanEchoesFit_AllHeardAndNoneTakenForDeaf()
    {
        // 576 bytes hold 13 echoes: each of 23 peers is answered in every second beat.
        using var cluster = Start(24, 1, mtu: 576);
        cluster.Settle();

        cluster.RunFor(Second * 5);

        Assert.All(cluster.Fabric.Sent, datagram => Assert.InRange(datagram.Bytes.Length, 1, 576 - 28));
        Assert.All(cluster[1].Peers.Values, peer => Assert.False(peer.IsDeaf));
        Assert.DoesNotContain(cluster[1].Changes, change => change.Standing == PeerStanding.Silent);
    }

    [Fact]
    public void Peer_Killed_SilentAndBackWhenItStarts()
    {
        using var cluster = Start(3, 2);
        cluster.Settle();

        cluster.Kill(2);
        Assert.True(cluster.RunUntil(() => cluster[1].Standing("n2") == PeerStanding.Silent, Second));
        Assert.Equal(PeerStanding.Heard, cluster[1].Standing("n3"));

        cluster.Start(2, configuration => OnGroup(configuration));
        Assert.True(cluster.RunUntil(() => cluster[1].Standing("n2") == PeerStanding.Heard, Second));
        Assert.True(cluster.RunUntil(
            () => cluster[2].Peers.GetValueOrDefault("n1")?.Standing == PeerStanding.Heard, Second));
    }

    [Fact]
    public void Peer_Leaves_Left()
    {
        using var cluster = Start(3, 2);
        cluster.Settle();

        cluster[2].Leave();
        cluster.RunFor(Second * 3);

        Assert.Equal(PeerStanding.Left, cluster[1].Standing("n2"));
        Assert.DoesNotContain(cluster[1].Changes, change => change.Standing == PeerStanding.Silent);
    }

    [Fact]
    public void Replay_ToTheGroup_DoesNotBringADeadPeerBack()
    {
        using var cluster = Start(2, 1);
        cluster.Settle();
        cluster.Kill(2);
        cluster.RunFor(Second);
        var recorded = cluster.Fabric.Sent.Where(datagram => datagram.From.Address.GetAddressBytes()[3] == 2).ToList();

        foreach (var datagram in recorded)
        {
            cluster.Fabric.Arrive(
                datagram with { To = new(SimulatedCluster.Address(0, 1), 5405) }, cluster.Time.Now);
            cluster.RunFor(TimeSpan.FromMilliseconds(7));
        }

        Assert.Equal(PeerStanding.Silent, cluster[1].Standing("n2"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Ring_MovedBetweenUnicastAndMulticastOnEachNode_NobodyFallsSilent(bool toMulticast)
    {
        using var cluster = new SimulatedCluster(3, 1);
        for (var node = 1; !toMulticast && node <= 3; node++)
            cluster[node].Apply(OnGroup(cluster.ConfigurationOf(node)));
        cluster.RunFor(Second * 30);

        // The nodes learn of the change within a moment of each other, not at once.
        for (var node = 1; node <= 3; node++)
        {
            var plain = cluster.ConfigurationOf(node);
            cluster[node].Apply(toMulticast ? OnGroup(plain) : plain);
            cluster.RunFor(TimeSpan.FromMilliseconds(50));
        }
        cluster.RunFor(Second * 5);

        for (var node = 1; node <= 3; node++)
        {
            Assert.DoesNotContain(cluster[node].Changes, change => change.Standing == PeerStanding.Silent);
            Assert.All(cluster[node].Peers.Values, peer => Assert.All(peer.Links, link => Assert.True(link.Heard)));
        }
    }

    [Fact]
    public void Datagram_ToAGroupOfAnotherRing_IsNotHeard()
    {
        using var cluster = Start(2, 2);
        cluster.Settle();
        var onFirst = cluster.Fabric.Sent.Last(datagram => datagram.From.Equals(Port(0, 2)));
        cluster.Kill(2);
        cluster.RunFor(Second);

        cluster.Fabric.Arrive(new(Port(1, 2), Port(1, 1), onFirst.Bytes), cluster.Time.Now);
        cluster.RunFor(Second);

        Assert.Equal(PeerStanding.Silent, cluster[1].Standing("n2"));
    }

    [Fact]
    public void FindEcho_AnyBytes_NeverThrows()
    {
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = new byte[random.Next(0, 100)];
            random.NextBytes(bytes);
            Assert.Equal(default, BeatPayload.FindEcho(bytes, (UInt128)1));
        }
    }

    private static SimulatedCluster Start(int nodes, int rings, int mtu = RingSettings.DefaultMtu)
    {
        var cluster = new SimulatedCluster(nodes, rings);
        for (var node = 1; node <= nodes; node++)
            cluster[node].Apply(OnGroup(cluster.ConfigurationOf(node), mtu));
        cluster.Fabric.Sent.Clear();
        return cluster;
    }

    private static HeartbeatConfiguration OnGroup(
        HeartbeatConfiguration configuration, int mtu = RingSettings.DefaultMtu) => configuration with
        {
            Rings = [.. configuration.Rings.Select(ring => ring with { Multicast = Group, Mtu = mtu })],
        };

    private static IPEndPoint Port(int ring, int node) => new(SimulatedCluster.Address(ring, node), 5405);
}
