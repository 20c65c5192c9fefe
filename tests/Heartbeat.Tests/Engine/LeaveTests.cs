using Microkernel.Drivers.Heartbeat.Engine;
using Microkernel.Drivers.Heartbeat.Tests.Simulated;

namespace Microkernel.Drivers.Heartbeat.Tests.Engine;

public sealed class LeaveTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Leave_Said_PeersSeeLeftAndNeverSilent()
    {
        using var cluster = new SimulatedCluster(3);
        cluster.Settle();

        cluster[2].Leave();
        cluster.RunFor(Second * 5);

        Assert.Equal(PeerStanding.Left, cluster[1].Standing("n2"));
        Assert.Equal(PeerStanding.Left, cluster[3].Standing("n2"));
        Assert.DoesNotContain(cluster[1].Changes, change => change.Standing == PeerStanding.Silent);
    }

    [Fact]
    public void Leave_Said_ThriceOnEachRingThenNothing()
    {
        using var cluster = new SimulatedCluster();
        cluster.Settle();
        cluster.Kill(1);
        var before = cluster.Fabric.Sent.Count;

        cluster[2].Leave();
        cluster.RunFor(Second);

        Assert.Equal(2 * 3, cluster.Fabric.Sent.Count - before);
    }

    [Fact]
    public void Leave_OvertakenByEarlierBeats_StaysLeft()
    {
        using var cluster = new SimulatedCluster();
        cluster.Settle();

        // hb1 is slow: what was sent there before the goodbye arrives after it.
        cluster.Fabric.Travel = datagram =>
            TimeSpan.FromMilliseconds(datagram.To.Address.GetAddressBytes()[2] == 1 ? 250 : 1);
        cluster.RunFor(Second);
        var before = cluster[1].Changes.Count;
        cluster[2].Leave();
        cluster.RunFor(Second);

        Assert.Equal([PeerStanding.Left], cluster[1].Changes.Skip(before).Select(change => change.Standing));
    }

    [Fact]
    public void Leave_TwoOfThreeGoodbyesLost_StillLeft()
    {
        using var cluster = new SimulatedCluster();
        cluster.Settle();
        var left = false;
        var seen = 0;
        cluster.Fabric.Travel = datagram =>
            left && datagram.From.Address.GetAddressBytes()[3] == 2 && seen++ < 5 ? null : TimeSpan.Zero;

        cluster[2].Leave();
        left = true;
        cluster.RunFor(Second);

        Assert.Equal(6, seen);
        Assert.Equal(PeerStanding.Left, cluster[1].Standing("n2"));
    }

    /// <summary>The host that left was switched off and boots again.</summary>
    [Fact]
    public void Started_AfterLeave_HeardAgain()
    {
        using var cluster = new SimulatedCluster();
        cluster.Settle();
        cluster[2].Leave();
        cluster.RunFor(Second);
        cluster.Kill(2);
        cluster.RunFor(Second);

        cluster.Start(2);

        Assert.True(cluster.RunUntil(() => cluster[1].Standing("n2") == PeerStanding.Heard, Second));
    }

    [Fact]
    public void Configured_AfterLeave_HeardAgain()
    {
        using var cluster = new SimulatedCluster();
        cluster.Settle();
        cluster[2].Leave();
        cluster.RunFor(Second);

        cluster[2].Apply(cluster[2].Configuration);

        Assert.True(cluster.RunUntil(() => cluster[1].Standing("n2") == PeerStanding.Heard, Second));
    }
}
