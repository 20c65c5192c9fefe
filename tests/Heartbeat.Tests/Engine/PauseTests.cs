using Microkernel.Drivers.Heartbeat.Engine;
using Microkernel.Drivers.Heartbeat.Tests.Simulated;

namespace Microkernel.Drivers.Heartbeat.Tests.Engine;

/// <summary>A process that was stopped or starved must not take its peers for dead.</summary>
public sealed class PauseTests
{
    [Theory]
    [InlineData(300)]
    [InlineData(450)]
    [InlineData(5_000)]
    [InlineData(600_000)]
    public void Node_Paused_TakesNobodyForSilent(int milliseconds)
    {
        using var cluster = new SimulatedCluster(3);
        cluster.RunFor(TimeSpan.FromSeconds(30));

        cluster[1].IsPaused = true;
        cluster.RunFor(TimeSpan.FromMilliseconds(milliseconds));
        cluster[1].IsPaused = false;
        cluster.RunFor(TimeSpan.FromSeconds(5));

        Assert.DoesNotContain(cluster[1].Changes, change => change.Standing == PeerStanding.Silent);
        Assert.Equal(PeerStanding.Heard, cluster[2].Standing("n1"));
    }

    [Fact]
    public void Host_PausedWithItsQueues_TakesNobodyForSilent()
    {
        using var cluster = new SimulatedCluster();
        cluster.RunFor(TimeSpan.FromSeconds(30));

        // A suspended virtual machine: what was sent to it meanwhile is gone.
        cluster.Fabric.Travel = _ => null;
        cluster[1].IsPaused = true;
        cluster.RunFor(TimeSpan.FromSeconds(20));
        cluster.Fabric.Travel = _ => TimeSpan.Zero;
        cluster[1].IsPaused = false;
        cluster.RunFor(TimeSpan.FromSeconds(5));

        Assert.DoesNotContain(cluster[1].Changes, change => change.Standing == PeerStanding.Silent);
    }

    [Fact]
    public void Peer_DiedWhileNodePaused_SilentSoonAfterWaking()
    {
        using var cluster = new SimulatedCluster();
        cluster.RunFor(TimeSpan.FromSeconds(30));

        cluster[1].IsPaused = true;
        cluster.RunFor(TimeSpan.FromSeconds(3));
        cluster.Kill(2);
        cluster.RunFor(TimeSpan.FromSeconds(3));
        cluster[1].IsPaused = false;
        cluster.RunFor(SimulatedCluster.Timeout + TimeSpan.FromMilliseconds(10));

        Assert.Equal(PeerStanding.Silent, cluster[1].Standing("n2"));
    }

    [Fact]
    public void Peer_PausedBriefly_LengthensItsBound()
    {
        using var cluster = new SimulatedCluster();
        cluster.RunFor(TimeSpan.FromSeconds(30));
        cluster[2].IsPaused = true;
        cluster.RunFor(TimeSpan.FromMilliseconds(200));
        cluster[2].IsPaused = false;
        cluster.RunFor(TimeSpan.FromSeconds(2));

        cluster[2].IsPaused = true;
        cluster.RunFor(TimeSpan.FromMilliseconds(380));
        cluster[2].IsPaused = false;
        cluster.RunFor(TimeSpan.FromSeconds(2));

        Assert.DoesNotContain(cluster[1].Changes, change => change.Standing == PeerStanding.Silent);
    }
}
