using Microkernel.Drivers.Heartbeat.Engine;
using Microkernel.Drivers.Heartbeat.Tests.Simulated;

namespace Microkernel.Drivers.Heartbeat.Tests.Engine;

public sealed class PassiveTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Rings_Passive_ShareTheBeats(int rings)
    {
        using var cluster = Start(2, rings);
        cluster.Settle();
        var before = cluster.Fabric.Sent.Count;

        cluster.RunFor(Second * 12);

        var sent = cluster.Fabric.Sent.Skip(before).Where(datagram => Host(datagram) == 1).ToList();
        Assert.InRange(sent.Count, 118, 122);
        for (var ring = 0; ring < rings; ring++)
            Assert.InRange(sent.Count(datagram => Ring(datagram) == ring), 120 / rings - 2, 120 / rings + 2);
        Assert.All(cluster[1].Peers["n2"].Links, link =>
        {
            Assert.True(link.Heard);
            Assert.False(link.IsDeaf);
            Assert.Equal(0, link.LossRatio);
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Ring_CutWhileBeatsAreLost_NobodySilentAndTheOtherCarriesAll(int seed)
    {
        var random = new Random(seed);
        using var cluster = Start(3, 2);
        cluster.RunFor(Second * 30);

        cluster.Fabric.Travel = datagram => Ring(datagram) == 1 || random.Next(100) < 3 ? null : TimeSpan.Zero;
        cluster.RunFor(Second * 10);
        var before = cluster.Fabric.Sent.Count;
        cluster.RunFor(Second * 10);

        var onOther = cluster.Fabric.Sent.Skip(before).Count(datagram => Host(datagram) == 1 && Ring(datagram) == 0);
        Assert.InRange(onOther, 2 * 98, 2 * 102);
        Assert.False(cluster[1].Link("n2", "hb1").Heard);
        for (var node = 1; node <= 3; node++)
            Assert.DoesNotContain(cluster[node].Changes, change => change.Standing == PeerStanding.Silent);
    }

    [Fact]
    public void OneWay_CutOfARing_TheOtherCarriesAllBeats()
    {
        using var cluster = Start(2, 2);
        cluster.RunFor(Second * 30);

        cluster.Fabric.Travel = datagram => Ring(datagram) == 1 && Host(datagram) == 1 ? null : TimeSpan.Zero;
        cluster.RunFor(Second * 10);
        var before = cluster.Fabric.Sent.Count;
        cluster.RunFor(Second * 10);

        var onOther = cluster.Fabric.Sent.Skip(before).Count(datagram => Host(datagram) == 1 && Ring(datagram) == 0);
        Assert.InRange(onOther, 98, 102);
        Assert.True(cluster[1].Link("n2", "hb1").IsDeaf);
        Assert.False(cluster[1].Link("n2", "hb0").IsDeaf);
        Assert.DoesNotContain(cluster[2].Changes, change => change.Standing == PeerStanding.Silent);
    }

    [Fact]
    public void Ring_Mended_SharesAgain()
    {
        using var cluster = Start(2, 2);
        cluster.RunFor(Second * 30);
        cluster.Fabric.Travel = datagram => Ring(datagram) == 1 ? null : TimeSpan.Zero;
        cluster.RunFor(Second * 5);

        cluster.Fabric.Travel = _ => TimeSpan.Zero;
        cluster.RunFor(Second * 5);
        var before = cluster.Fabric.Sent.Count;
        cluster.RunFor(Second * 10);

        Assert.InRange(cluster.Fabric.Sent.Skip(before).Count(datagram => Host(datagram) == 1), 98, 102);
    }

    [Fact]
    public void Peer_Killed_SilentWithinTheBound()
    {
        using var cluster = Start(2, 2);
        cluster.RunFor(Second * 30);
        var killed = cluster.Time.Now;

        cluster.Kill(2);

        Assert.True(cluster.RunUntil(() => cluster[1].Standing("n2") == PeerStanding.Silent, Second));
        Assert.InRange(cluster.Time.Now - killed, SimulatedCluster.Interval * 3, SimulatedCluster.Timeout);
    }

    [Fact]
    public void Mode_ChangedNodeByNode_NobodyFallsSilent()
    {
        using var cluster = new SimulatedCluster(3);
        cluster.RunFor(Second * 20);

        foreach (var passive in (bool[])[true, false])
        {
            for (var node = 1; node <= 3; node++)
            {
                cluster[node].Apply(cluster[node].Configuration with { IsPassive = passive });
                cluster.RunFor(Second * 3);
            }
        }

        for (var node = 1; node <= 3; node++)
            Assert.DoesNotContain(cluster[node].Changes, change => change.Standing == PeerStanding.Silent);
    }

    private static SimulatedCluster Start(int nodes, int rings)
    {
        var cluster = new SimulatedCluster(nodes, rings);
        for (var node = 1; node <= nodes; node++)
            cluster[node].Apply(cluster[node].Configuration with { IsPassive = true });
        return cluster;
    }

    private static int Ring(Fabric.Datagram datagram) => datagram.From.Address.GetAddressBytes()[2];

    private static int Host(Fabric.Datagram datagram) => datagram.From.Address.GetAddressBytes()[3];
}
