using Google.Protobuf;
using Microkernel.Core.Drivers;
using Microkernel.Core.Heartbeat;
using Microkernel.Core.State;
using Microkernel.Core.Tests.Membership;
using Microkernel.Driver.V1;
using Microkernel.Node.V1;
using Microkernel.V1;
using Object = Microkernel.V1.Object;
using RingMode = Microkernel.V1.RingMode;

namespace Microkernel.Core.Tests.Heartbeat;

public class HeartbeatRequestTests
{
    private static readonly DriverIdentity Core = new("test", "a", CoreEpoch: 5, "1.0");

    [Fact]
    public void Build_MulticastRing_TellsGroupTtlAndMtu()
    {
        var ring = Assert.Single(Build(Cluster())!.Rings);

        Assert.Equal("10.0.0.1", ring.LocalAddress);
        Assert.Equal("b", Assert.Single(ring.Members).Node);
        Assert.Equal(("239.192.7.1", 3u, 9000u), (ring.Multicast.Address, ring.Multicast.Ttl, ring.Mtu));
    }

    [Fact]
    public void Build_PassiveCluster_TellsTheMode()
    {
        Assert.Equal(Driver.V1.RingMode.Active, Build(Cluster())!.RingMode);

        var passive = Cluster().Declared(new Object
        {
            Metadata = new ObjectMeta { Name = "cluster" },
            Cluster = new ClusterSpec { RingMode = RingMode.Passive },
        });
        Assert.Equal(Driver.V1.RingMode.Passive, Build(passive)!.RingMode);
    }

    [Fact]
    public void Build_NodeThatLeft_HasNoRings()
    {
        var left = Cluster() with
        {
            Reports = Cluster().Reports.SetItem("a", new NodeReport { Left = true, CoreEpoch = 5 }),
        };
        Assert.Empty(Build(left)!.Rings);

        var since = left with
        {
            Reports = left.Reports.SetItem("a", new NodeReport { Left = true, CoreEpoch = 4 }),
        };
        Assert.Single(Build(since)!.Rings);
    }

    private static ConfigureRequest? Build(ClusterSnapshot snapshot) =>
        HeartbeatRequest.Build(snapshot, Core, key => key.Secret.ToByteArray());

    private static ClusterSnapshot Cluster()
    {
        var ring = new RingSpec
        {
            Addresses =
            {
                new RingAddress { Node = "a", Address = "10.0.0.1" },
                new RingAddress { Node = "b", Address = "10.0.0.2" },
            },
            Multicast = new MulticastSpec { Address = "239.192.7.1", Ttl = 3 },
            Mtu = 9000,
        };
        var alone = new RingSpec { Addresses = { new RingAddress { Node = "a", Address = "10.0.1.1" } } };
        return ClusterSnapshot.Empty
            .Declared(new Object { Metadata = new ObjectMeta { Name = "hb0" }, Ring = ring })
            .Declared(new Object { Metadata = new ObjectMeta { Name = "hb1" }, Ring = alone }) with
        {
            HeartbeatKey = new HeartbeatKeyRecord
            {
                Current = new HeartbeatKeyMaterial { Id = 1, Secret = ByteString.CopyFrom(new byte[32]) },
            },
        };
    }
}
