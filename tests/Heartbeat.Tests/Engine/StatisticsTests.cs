using Microkernel.Drivers.Heartbeat.Tests.Simulated;

namespace Microkernel.Drivers.Heartbeat.Tests.Engine;

public sealed class StatisticsTests
{
    [Fact]
    public void RoundTrip_OfSteadyNetwork_IsTwiceTheDelay()
    {
        using var cluster = new SimulatedCluster();
        cluster.Fabric.Travel = _ => TimeSpan.FromMilliseconds(8);

        cluster.RunFor(TimeSpan.FromSeconds(10));

        var link = cluster[1].Link("n2", "hb0");
        Assert.InRange(link.RoundTrip!.Value.TotalMilliseconds, 15.5, 16.5);
        Assert.InRange(link.Jitter.TotalMilliseconds, 0, 0.1);
        Assert.InRange(link.Silence!.Value.TotalMilliseconds, 0, 100);
    }

    [Fact]
    public void Jitter_OfUnsteadyNetwork_Shows()
    {
        var random = new Random(1);
        using var cluster = new SimulatedCluster();
        cluster.Fabric.Travel = _ => TimeSpan.FromMilliseconds(random.Next(0, 40));

        cluster.RunFor(TimeSpan.FromSeconds(30));

        // The mean difference of two numbers drawn evenly from 0 to 40 is a third of it.
        Assert.InRange(cluster[1].Link("n2", "hb0").Jitter.TotalMilliseconds, 7, 20);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(30)]
    public void Loss_OfOneRing_IsItsRatio(int percent)
    {
        var random = new Random(percent);
        using var cluster = new SimulatedCluster();
        cluster.Settle();
        cluster.Fabric.Travel = datagram =>
            datagram.To.Address.GetAddressBytes()[2] == 0 && random.Next(100) < percent ? null : TimeSpan.Zero;

        cluster.RunFor(TimeSpan.FromSeconds(60));

        Assert.InRange(cluster[1].Link("n2", "hb0").LossRatio, percent / 100.0 - 0.12, percent / 100.0 + 0.12);
        Assert.Equal(0, cluster[1].Link("n2", "hb1").LossRatio);
    }
}
