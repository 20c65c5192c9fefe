using Microkernel.Drivers.Heartbeat.Engine;
using Microkernel.Drivers.Heartbeat.Rings;
using Microkernel.Drivers.Heartbeat.Tests.Simulated;

namespace Microkernel.Drivers.Heartbeat.Tests.Engine;

public sealed class ReconfigurationTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Ring_RemovedAndAddedOnEachNode_NobodyFallsSilent()
    {
        using var cluster = new SimulatedCluster(3);
        cluster.Settle();

        foreach (var ring in (string[])["hb0", "hb1"])
        {
            for (var node = 1; node <= 3; node++)
            {
                var all = cluster.ConfigurationOf(node);
                cluster[node].Apply(all with { Rings = [.. all.Rings.Where(candidate => candidate.Name != ring)] });
                cluster.RunFor(Second);
            }
            for (var node = 1; node <= 3; node++)
            {
                cluster[node].Apply(cluster.ConfigurationOf(node));
                cluster.RunFor(Second);
            }
        }

        for (var node = 1; node <= 3; node++)
        {
            Assert.DoesNotContain(cluster[node].Changes, change => change.Standing == PeerStanding.Silent);
            Assert.All(cluster[node].Peers.Values, peer => Assert.All(peer.Links, link => Assert.True(link.Heard)));
        }
    }

    [Fact]
    public void Apply_SameRings_KeepsStatisticsAndLosesNoBeat()
    {
        using var cluster = new SimulatedCluster();
        cluster.Settle();

        for (ulong version = 2; version < 40; version++)
        {
            cluster[1].Apply(cluster[1].Configuration with { Version = version });
            cluster.RunFor(TimeSpan.FromMilliseconds(37));
        }

        Assert.Equal(0, cluster[1].Link("n2", "hb0").LossRatio);
        Assert.Equal(0, cluster[2].Link("n1", "hb0").LossRatio);
        Assert.All(cluster[1].Changes.Skip(1), change => Assert.Equal(PeerStanding.Heard, change.Standing));
    }

    [Fact]
    public void Interval_LengthenedNodeByNode_NobodyFallsSilent()
    {
        using var cluster = new SimulatedCluster(3);
        cluster.RunFor(TimeSpan.FromSeconds(20));

        for (var node = 1; node <= 3; node++)
        {
            cluster[node].Apply(cluster[node].Configuration with { Interval = Second, Timeout = Second * 3 });
            cluster.RunFor(TimeSpan.FromSeconds(7));
        }

        for (var node = 1; node <= 3; node++)
            Assert.DoesNotContain(cluster[node].Changes, change => change.Standing == PeerStanding.Silent);
    }

    [Fact]
    public void Address_NotThere_ReportedAndTakenWhenItComes()
    {
        using var cluster = new SimulatedCluster();
        cluster.Kill(1);
        cluster.Fabric.Missing.Add(SimulatedCluster.Address(0, 1));

        var node = cluster.Start(1);
        cluster.RunFor(Second * 3);

        Assert.Equal("hb0", Assert.Single(node.Faults).Ring);
        Assert.Contains(
            node.Problems, text => text.Contains("10.20.0.1:5405 cannot be bound", StringComparison.Ordinal));
        Assert.Equal(PeerStanding.Heard, node.Standing("n2"));
        Assert.False(node.Link("n2", "hb0").Heard);

        cluster.Fabric.Missing.Clear();

        Assert.True(cluster.RunUntil(() => node.Link("n2", "hb0").Heard, Second));
        Assert.True(cluster.RunUntil(() => node.Problems.Count == 0, TimeSpan.FromSeconds(40)));
    }

    [Fact]
    public void Peer_Removed_IsForgotten()
    {
        using var cluster = new SimulatedCluster(3);
        cluster.Settle();
        var rings = cluster[1].Configuration.Rings.Select(ring => ring with
        {
            Members = [.. ring.Members.Where(member => member.Node != "n3")],
        });

        cluster[1].Apply(cluster[1].Configuration with { Rings = [.. rings] });
        cluster.RunFor(Second * 2);

        Assert.Equal(["n2"], cluster[1].Peers.Keys);
    }

    [Fact]
    public void CoreAttached_Changed_PeersAreTold()
    {
        using var cluster = new SimulatedCluster();
        cluster.Settle();
        Assert.False(cluster[1].Peers["n2"].CoreAttached);

        cluster[2].AttachCore(true);
        Assert.True(cluster.RunUntil(() => cluster[1].Peers["n2"].CoreAttached, SimulatedCluster.Interval * 2));
        cluster[2].AttachCore(false);
        Assert.True(cluster.RunUntil(() => !cluster[1].Peers["n2"].CoreAttached, SimulatedCluster.Interval * 2));
    }
}
