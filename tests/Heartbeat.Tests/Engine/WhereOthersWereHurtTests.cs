using System.Net;
using Microkernel.Drivers.Heartbeat.Engine;
using Microkernel.Drivers.Heartbeat.Tests.Simulated;

namespace Microkernel.Drivers.Heartbeat.Tests.Engine;

/// <summary>Failures that cost operators of other cluster managers their services, one test each.</summary>
public sealed class WhereOthersWereHurtTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>A busy processor makes a healthy node lose its token, and the others fence it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void BusyProcessor_NodeWakesLateAllTheTime_IsNotTakenForDeadAndSaysSo(int seed)
    {
        var random = new Random(seed);
        using var cluster = new SimulatedCluster(3);
        cluster.RunFor(Second * 30);

        for (var burst = 0; burst < 200; burst++)
        {
            cluster[2].IsPaused = true;
            cluster.RunFor(TimeSpan.FromMilliseconds(random.Next(20, 250)));
            cluster[2].IsPaused = false;
            cluster.RunFor(TimeSpan.FromMilliseconds(random.Next(5, 150)));
        }

        AssertNobodyEverSilent(cluster, 3);
        Assert.Contains(
            cluster[2].Problems, text => text.Contains("short of processor time", StringComparison.Ordinal));
        Assert.InRange(cluster[1].Peers["n2"].Lateness.TotalMilliseconds, 125, 250);
        Assert.Equal(TimeSpan.Zero, cluster[1].Peers["n3"].Lateness);
    }

    /// <summary>A bond takes 2 s to fail over; the token is shorter.</summary>
    [Fact]
    public void BondFailover_LongerThanTheBound_OtherRingCarriesOn()
    {
        using var cluster = new SimulatedCluster(3);
        cluster.RunFor(Second * 30);

        CutRing0For(cluster, Second * 2);

        AssertNobodyEverSilent(cluster, 3);
        Assert.True(cluster[1].Link("n2", "hb0").Heard);
    }

    /// <summary>The same on a single ring: the operator's bound is what it tolerates, never less than said.</summary>
    [Fact]
    public void BondFailover_ShorterThanTheBoundOnASingleRing_NobodyIsLost()
    {
        using var cluster = new SimulatedCluster(3, 1);
        for (var node = 1; node <= 3; node++)
            cluster[node].Apply(cluster[node].Configuration with { Timeout = Second * 4 });
        cluster.RunFor(Second * 60);

        CutRing0For(cluster, Second * 2);

        AssertNobodyEverSilent(cluster, 3);
    }

    /// <summary>One late node disturbs all the others (corosync issue 701).</summary>
    [Fact]
    public void OneLateNode_TheOthersLoseNoBeatOfEachOther()
    {
        using var cluster = new SimulatedCluster(5);
        cluster.RunFor(Second * 30);

        for (var i = 0; i < 20; i++)
        {
            cluster[5].IsPaused = true;
            cluster.RunFor(Second * 2);
            cluster[5].IsPaused = false;
            cluster.RunFor(Second);
        }

        AssertOthersUndisturbed(cluster);
    }

    /// <summary>One node of an older version disturbs all the others (corosync issue 701).</summary>
    [Fact]
    public void OneOlderNode_TheOthersLoseNoBeatOfEachOtherAndSayBothVersions()
    {
        using var cluster = new SimulatedCluster(5, 1);
        cluster.RunFor(Second * 30);
        cluster.Kill(5);
        var beat = cluster.Fabric.Sent[0].Bytes.ToArray();
        beat[2] = 99;

        for (var i = 0; i < 100; i++)
        {
            for (var to = 1; to <= 4; to++)
                cluster.Fabric.Arrive(new(Port(5), Port(to), beat), cluster.Time.Now);
            cluster.RunFor(TimeSpan.FromMilliseconds(100));
        }

        AssertOthersUndisturbed(cluster);
        var peer = cluster[1].Peers["n5"];
        Assert.Equal(PeerStanding.Silent, peer.Standing);
        Assert.Contains("speaks heartbeat format 99, this driver speaks 1", peer.Obstacle, StringComparison.Ordinal);
    }

    /// <summary>One direction is cut: both sides see it, each in its own way.</summary>
    [Fact]
    public void OneWayCut_SeenFromBothSides()
    {
        using var cluster = new SimulatedCluster();
        cluster.Settle();

        cluster.Fabric.Travel = datagram => datagram.From.Address.GetAddressBytes()[3] == 1 ? null : TimeSpan.Zero;
        Assert.True(cluster.RunUntil(() => cluster[1].Peers["n2"].IsDeaf, Second * 3));
        Assert.Equal(PeerStanding.Heard, cluster[1].Standing("n2"));
        Assert.Equal(PeerStanding.Silent, cluster[2].Standing("n1"));
        Assert.False(cluster[2].Peers["n1"].IsDeaf);

        cluster.Fabric.Travel = _ => TimeSpan.Zero;
        Assert.True(cluster.RunUntil(() => !cluster[1].Peers["n2"].IsDeaf, Second * 2));
        Assert.Equal(PeerStanding.Heard, cluster[2].Standing("n1"));
    }

    /// <summary>A host that stood still must not take its peers for deaf either.</summary>
    [Fact]
    public void Host_Paused_TakesNobodyForDeaf()
    {
        using var cluster = new SimulatedCluster();
        cluster.Settle();
        cluster[1].IsPaused = true;
        cluster.RunFor(Second * 20);
        cluster[1].IsPaused = false;

        for (var i = 0; i < 300; i++)
        {
            cluster.RunFor(TimeSpan.FromMilliseconds(10));
            Assert.False(cluster[1].Peers["n2"].IsDeaf);
        }
    }

    private static void CutRing0For(SimulatedCluster cluster, TimeSpan time)
    {
        cluster.Fabric.Travel = datagram => datagram.From.Address.GetAddressBytes()[2] == 0 ? null : TimeSpan.Zero;
        cluster.RunFor(time);
        cluster.Fabric.Travel = _ => TimeSpan.Zero;
        cluster.RunFor(Second * 3);
    }

    private static void AssertNobodyEverSilent(SimulatedCluster cluster, int nodes)
    {
        for (var node = 1; node <= nodes; node++)
            Assert.DoesNotContain(cluster[node].Changes, change => change.Standing == PeerStanding.Silent);
    }

    private static void AssertOthersUndisturbed(SimulatedCluster cluster)
    {
        for (var node = 1; node <= 4; node++)
        {
            Assert.DoesNotContain(cluster[node].Changes,
                change => change.Node != "n5" && change.Standing == PeerStanding.Silent);
            Assert.All(cluster[node].Peers.Values.Where(peer => peer.Node != "n5"), peer =>
                Assert.All(peer.Links, link => Assert.Equal(0, link.LossRatio)));
        }
    }

    private static IPEndPoint Port(int node) => new(SimulatedCluster.Address(0, node), 5405);
}
