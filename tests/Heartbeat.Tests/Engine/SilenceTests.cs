using Microkernel.Drivers.Heartbeat.Engine;
using Microkernel.Drivers.Heartbeat.Tests.Simulated;

namespace Microkernel.Drivers.Heartbeat.Tests.Engine;

public sealed class SilenceTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Nodes_Started_HearEachOther(int nodes)
    {
        using var cluster = new SimulatedCluster(nodes);

        cluster.Settle();

        Assert.Equal(nodes - 1, cluster[1].Peers.Count);
        Assert.All(cluster[1].Peers.Values, peer =>
        {
            Assert.Equal(7UL, peer.CoreEpoch);
            Assert.All(peer.Links, link => Assert.True(link.Heard));
        });
    }

    [Fact]
    public void Peer_KilledSoonAfterStart_SilentAtBound()
    {
        using var cluster = new SimulatedCluster();
        cluster.Settle();
        var lastHeard = cluster.Time.GetUtcNow() - cluster[1].Peers["n2"].LastHeard;
        var killed = cluster.Time.Now;

        cluster.Kill(2);

        Assert.True(cluster.RunUntil(() => cluster[1].Standing("n2") == PeerStanding.Silent, Second));
        Assert.InRange(
            cluster.Time.Now - killed,
            SimulatedCluster.Timeout - lastHeard!.Value - SimulatedCluster.Interval,
            SimulatedCluster.Timeout);
    }

    [Fact]
    public void Peer_KilledAfterCalmTime_SilentBeforeBound()
    {
        using var cluster = new SimulatedCluster();
        cluster.RunFor(TimeSpan.FromSeconds(30));
        var killed = cluster.Time.Now;

        cluster.Kill(2);

        Assert.True(cluster.RunUntil(() => cluster[1].Standing("n2") == PeerStanding.Silent, Second));
        Assert.InRange(cluster.Time.Now - killed, TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(351));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Peer_UnevenArrivals_NeverSilent(int seed)
    {
        var random = new Random(seed);
        using var cluster = new SimulatedCluster(3);
        cluster.RunFor(TimeSpan.FromSeconds(30));

        cluster.Fabric.Travel = _ => random.Next(100) < 10 ? null : TimeSpan.FromMilliseconds(random.Next(120));
        cluster.RunFor(TimeSpan.FromMinutes(5));

        Assert.DoesNotContain(cluster[1].Changes, change => change.Standing == PeerStanding.Silent);
        Assert.DoesNotContain(cluster[2].Changes, change => change.Standing == PeerStanding.Silent);
    }

    [Fact]
    public void Peer_BackAfterSilence_Heard()
    {
        using var cluster = new SimulatedCluster();
        cluster.Settle();
        cluster.Kill(2);
        cluster.RunFor(Second);
        Assert.Equal(PeerStanding.Silent, cluster[1].Standing("n2"));

        cluster.Start(2);

        Assert.True(cluster.RunUntil(() => cluster[1].Standing("n2") == PeerStanding.Heard, Second));
        Assert.True(cluster.RunUntil(
            () => cluster[2].Peers.GetValueOrDefault("n1")?.Standing == PeerStanding.Heard, Second));
    }

    [Fact]
    public void Ring_CutOfTwo_PeerStillHeardAndRingLost()
    {
        using var cluster = new SimulatedCluster();
        cluster.Settle();

        cluster.Fabric.Travel = datagram => datagram.From.Address.GetAddressBytes()[2] == 1 ? null : TimeSpan.Zero;

        Assert.True(cluster.RunUntil(() => !cluster[1].Link("n2", "hb1").Heard, Second));
        cluster.RunFor(TimeSpan.FromSeconds(15));
        Assert.True(cluster[1].Link("n2", "hb0").Heard);
        Assert.Equal(0, cluster[1].Link("n2", "hb0").LossRatio);
        Assert.Equal(1, cluster[1].Link("n2", "hb1").LossRatio);
        Assert.DoesNotContain(cluster[1].Changes, change => change.Standing == PeerStanding.Silent);
        cluster.Fabric.Travel = _ => TimeSpan.Zero;
        Assert.True(cluster.RunUntil(() => cluster[1].Link("n2", "hb1").Heard, Second));
    }

    [Fact]
    public void OneWay_Lost_HeardWhereItArrivesSilentWhereNot()
    {
        using var cluster = new SimulatedCluster();
        cluster.Settle();

        cluster.Fabric.Travel = datagram => datagram.From.Address.GetAddressBytes()[3] == 1 ? null : TimeSpan.Zero;
        cluster.RunFor(TimeSpan.FromSeconds(10));

        Assert.Equal(PeerStanding.Heard, cluster[1].Standing("n2"));
        Assert.Equal(PeerStanding.Silent, cluster[2].Standing("n1"));
        Assert.Contains(
            cluster[1].Problems, text => text.Contains("does not hear this node", StringComparison.Ordinal));
    }
}
