using Microkernel.Drivers.Heartbeat.Engine;
using Microkernel.Drivers.Heartbeat.Rings;
using Microkernel.Drivers.Heartbeat.Tests.Simulated;
using Microkernel.Drivers.Heartbeat.Wire;

namespace Microkernel.Drivers.Heartbeat.Tests.Engine;

public sealed class SecurityTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Replay_OfDeadPeer_DoesNotBringItBack()
    {
        using var cluster = new SimulatedCluster();
        cluster.Settle();
        cluster.Kill(2);
        cluster.RunFor(Second);
        Assert.Equal(PeerStanding.Silent, cluster[1].Standing("n2"));

        ReplayAll(cluster, from: 2);

        Assert.Equal(PeerStanding.Silent, cluster[1].Standing("n2"));
    }

    [Fact]
    public void Replay_AfterOwnRestart_IsNotHeard()
    {
        using var cluster = new SimulatedCluster();
        cluster.Settle();
        cluster.Kill(2);
        cluster.Kill(1);
        cluster.Start(1);

        ReplayAll(cluster, from: 2);

        Assert.Equal(PeerStanding.Unknown, cluster[1].Standing("n2"));
        Assert.Contains(cluster[1].Problems, problem => problem.Contains("replayed", StringComparison.Ordinal));
    }

    [Fact]
    public void Replay_OfFormerInstance_DoesNotDisturbThePresentOne()
    {
        using var cluster = new SimulatedCluster();
        cluster.Settle();
        cluster.Kill(2);
        cluster.Start(2);
        cluster.Settle();
        var changes = cluster[1].Changes.Count;

        ReplayAll(cluster, from: 2);

        Assert.Equal(changes, cluster[1].Changes.Count);
        Assert.Equal(PeerStanding.Heard, cluster[1].Standing("n2"));
        Assert.Equal(0, cluster[1].Link("n2", "hb0").LossRatio);
    }

    [Fact]
    public void Replay_ToAnotherNodeOrRing_IsRefused()
    {
        using var cluster = new SimulatedCluster(3);
        cluster.Settle();
        var last = cluster.Fabric.Sent.Last(datagram => datagram.From.Address.Equals(SimulatedCluster.Address(0, 2)));
        cluster.Kill(2);
        cluster.RunFor(Second);

        // What n2 said to one node is sent to n3, and what it said on hb0 appears on hb1.
        foreach (var datagram in cluster.Fabric.Sent.Where(d => d.From.Equals(last.From)).TakeLast(20).ToList())
        {
            cluster.Fabric.Arrive(datagram with { To = new(SimulatedCluster.Address(0, 3), 5405) }, cluster.Time.Now);
            cluster.Fabric.Arrive(
                new(new(SimulatedCluster.Address(1, 2), 5405), new(SimulatedCluster.Address(1, 1), 5405),
                    datagram.Bytes),
                cluster.Time.Now);
        }
        cluster.RunFor(Second);

        Assert.Equal(PeerStanding.Silent, cluster[3].Standing("n2"));
        Assert.Equal(PeerStanding.Silent, cluster[1].Standing("n2"));
    }

    [Theory]
    [InlineData("key bytes", "do not open")]
    [InlineData("key id", "a key that this node does not have")]
    [InlineData("cluster", "another cluster")]
    [InlineData("node", "another node answers under this address")]
    public void Peer_ConfiguredDifferently_NotHeardAndSaysWhy(string difference, string problem)
    {
        using var cluster = new SimulatedCluster();
        cluster.Kill(2);

        cluster.Start(2, configuration => difference switch
        {
            "key bytes" => configuration with { Keys = [new BeatKey(1, new byte[32])] },
            "key id" => configuration with { Keys = [SimulatedCluster.Key(9)] },
            "cluster" => configuration with { Cluster = "other" },
            _ => configuration with { Node = "n9" },
        });
        cluster.RunFor(Second * 3);

        Assert.Equal(PeerStanding.Unknown, cluster[1].Standing("n2"));
        Assert.Contains(cluster[1].Problems, text => text.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Peer_OtherVersion_NotHeardAndBothVersionsNamed()
    {
        using var cluster = new SimulatedCluster(2, 1);
        cluster.Kill(2);
        cluster.RunFor(Second);
        var beat = cluster.Fabric.Sent[0].Bytes.ToArray();
        beat[2] = 200;

        cluster.Fabric.Arrive(
            new(new(SimulatedCluster.Address(0, 2), 5405), new(SimulatedCluster.Address(0, 1), 5405), beat),
            cluster.Time.Now);
        cluster.RunFor(Second * 2);

        Assert.Equal(PeerStanding.Unknown, cluster[1].Standing("n2"));
        Assert.Contains(cluster[1].Problems, text =>
            text.Contains("format 200", StringComparison.Ordinal)
            && text.Contains("speaks 1", StringComparison.Ordinal));
    }

    [Fact]
    public void Keys_RotatedNodeByNode_NobodyFallsSilent()
    {
        using var cluster = new SimulatedCluster(3);
        cluster.Settle();

        // First everyone learns to open with the new key, then seals with it, then forgets the old one.
        foreach (BeatKey[] keys in (BeatKey[][])[
            [SimulatedCluster.Key(1), SimulatedCluster.Key(2)],
            [SimulatedCluster.Key(2), SimulatedCluster.Key(1)],
            [SimulatedCluster.Key(2)]])
        {
            for (var node = 1; node <= 3; node++)
            {
                cluster[node].Apply(cluster[node].Configuration with { Keys = keys });
                cluster.RunFor(Second);
            }
        }

        for (var node = 1; node <= 3; node++)
        {
            Assert.DoesNotContain(cluster[node].Changes, change => change.Standing == PeerStanding.Silent);
            Assert.All(
                cluster[node].Peers.Values.SelectMany(peer => peer.Links), link => Assert.Equal(0, link.LossRatio));
        }
    }

    [Fact]
    public void Datagram_FromUnknownAddress_IsDropped()
    {
        using var cluster = new SimulatedCluster();
        cluster.Settle();
        var last = cluster.Fabric.Sent.Last(datagram => datagram.To.Address.Equals(SimulatedCluster.Address(0, 1)));
        cluster.Kill(2);
        cluster.RunFor(Second);

        cluster.Fabric.Arrive(last with { From = new(SimulatedCluster.Address(0, 77), 5405) }, cluster.Time.Now);
        cluster.RunFor(Second * 2);

        Assert.Contains(cluster[1].Problems, text => text.Contains("none of the members", StringComparison.Ordinal));
    }

    private static void ReplayAll(SimulatedCluster cluster, int from)
    {
        var recorded = cluster.Fabric.Sent
            .Where(datagram => datagram.From.Address.GetAddressBytes()[3] == from)
            .ToList();
        Assert.NotEmpty(recorded);
        foreach (var datagram in recorded)
        {
            cluster.Fabric.Arrive(datagram, cluster.Time.Now);
            cluster.RunFor(TimeSpan.FromMilliseconds(7));
        }
        cluster.RunFor(Second);
    }
}
