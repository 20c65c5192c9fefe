using System.Net;
using Microkernel.Drivers.Heartbeat.Engine;
using Microkernel.Drivers.Heartbeat.Tests.Simulated;
using Microkernel.Drivers.Heartbeat.Wire;

namespace Microkernel.Drivers.Heartbeat.Tests.Engine;

/// <summary>Nothing that arrives may end the engine or change what it says of a peer.</summary>
public sealed class NoiseTests
{
    private static readonly IPEndPoint N1 = new(SimulatedCluster.Address(0, 1), 5405);
    private static readonly IPEndPoint N2 = new(SimulatedCluster.Address(0, 2), 5405);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Noise_FromPeersAddress_ChangesNothing(int seed)
    {
        var random = new Random(seed);
        using var cluster = new SimulatedCluster();
        cluster.Settle();
        var changes = cluster[1].Changes.Count;

        for (var i = 0; i < 2000; i++)
        {
            cluster.Fabric.Arrive(new(N2, N1, Noise(random, cluster)), cluster.Time.Now);
            if (i % 50 == 0)
                cluster.RunFor(TimeSpan.FromMilliseconds(10));
        }
        cluster.RunFor(TimeSpan.FromSeconds(1));

        Assert.Equal(changes, cluster[1].Changes.Count);
        Assert.Equal(PeerStanding.Heard, cluster[1].Standing("n2"));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Noise_UnderAGoodSeal_NeverThrows(int seed)
    {
        var random = new Random(seed);
        using var cluster = new SimulatedCluster();
        cluster.Settle();
        using var ciphers = new InstanceCiphers();
        ciphers.SetKeys([SimulatedCluster.Key(1)]);

        for (var i = 0; i < 2000; i++)
        {
            var datagram = new byte[BeatHeader.Length + 1100 + InstanceCiphers.TagLength];
            var payload = random.Next(0, 300);
            random.NextBytes(datagram.AsSpan(BeatHeader.Length, payload));
            var header = new BeatHeader(1, (UInt128)(uint)random.Next(1, 400), 1, (ulong)i + 1);
            var length = ciphers.Seal(datagram, header, payload);
            cluster.Fabric.Arrive(new(N2, N1, datagram[..length]), cluster.Time.Now);
            if (i % 50 == 0)
                cluster.RunFor(TimeSpan.FromMilliseconds(10));
        }
        cluster.RunFor(TimeSpan.FromSeconds(1));

        Assert.Equal(PeerStanding.Heard, cluster[1].Standing("n2"));
    }

    [Fact]
    public void Flood_OfReplays_DoesNotKeepBeatsBackNorSilenceUnseen()
    {
        using var cluster = new SimulatedCluster(2, 1);
        cluster.RunFor(TimeSpan.FromSeconds(20));
        var recorded = cluster.Fabric.Sent.Last(datagram => datagram.To.Equals(N1));
        cluster.Kill(2);
        var sent = cluster.Fabric.Sent.Count;

        for (var millisecond = 0; millisecond < 1000; millisecond++)
        {
            for (var i = 0; i < 200; i++)
                cluster.Fabric.Arrive(recorded, cluster.Time.Now);
            cluster.RunFor(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(PeerStanding.Silent, cluster[1].Standing("n2"));
        Assert.InRange(cluster.Fabric.Sent.Count - sent, 9, 11);
    }

    private static byte[] Noise(Random random, SimulatedCluster cluster)
    {
        if (random.Next(3) == 0)
        {
            var noise = new byte[random.Next(0, 2048)];
            random.NextBytes(noise);
            return noise;
        }
        var real = cluster.Fabric.Sent[random.Next(cluster.Fabric.Sent.Count)].Bytes.ToArray();
        for (var flips = random.Next(1, 6); flips > 0; flips--)
            real[random.Next(real.Length)] ^= (byte)(1 << random.Next(8));
        return random.Next(4) == 0 ? real[..random.Next(real.Length)] : real;
    }
}
