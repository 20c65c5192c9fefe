using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microkernel.Core.Heartbeat;
using Microkernel.Core.State;
using Microkernel.Core.Tests.Membership;
using Microkernel.Node.V1;
using Microkernel.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Tests.Heartbeat;

public class KeyRotationTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ByteString Fresh = ByteString.CopyFrom([.. Enumerable.Repeat((byte)9, 32)]);

    [Fact]
    public void Next_NothingWanted_IsNothing() => Assert.Null(Next(Cluster(new ClusterSpec())));

    [Fact]
    public void Next_SerialRaised_GoesThroughThreeStepsEachConfirmedByAll()
    {
        var snapshot = Cluster(new ClusterSpec { HeartbeatKeySerial = 1 });

        var announced = Next(snapshot)!;
        Assert.Equal((1u, 2u), (announced.Current.Id, announced.Next.Id));
        Assert.Equal(Fresh, announced.Next.Secret);

        snapshot = snapshot with { HeartbeatKey = announced };
        Assert.Null(Next(snapshot));
        Assert.Null(Next(Confirmed(snapshot, "a", 1, 2)));
        Assert.Equal(["b"], KeyRotation.Behind(Confirmed(snapshot, "a", 1, 2)));
        snapshot = Confirmed(Confirmed(snapshot, "a", 1, 2), "b", 1, 2);

        var switched = Next(snapshot)!;
        Assert.Equal((2u, 1u), (switched.Current.Id, switched.Former.Id));
        Assert.Null(switched.Next);
        Assert.Equal(Fresh, switched.Current.Secret);

        snapshot = snapshot with { HeartbeatKey = switched };
        Assert.Null(Next(snapshot));
        Assert.Null(Next(Confirmed(snapshot, "b", 2, 1)));
        snapshot = Confirmed(Confirmed(snapshot, "a", 2, 1), "b", 2, 1);

        var done = Next(snapshot)!;
        Assert.Equal(2u, done.Current.Id);
        Assert.Null(done.Former);
        Assert.Null(Next(snapshot with { HeartbeatKey = done }));
    }

    [Fact]
    public void Next_NodeThatIsOff_IsNotWaitedFor()
    {
        var snapshot = Cluster(new ClusterSpec { HeartbeatKeySerial = 1 });
        snapshot = Confirmed(snapshot with { HeartbeatKey = Next(snapshot) }, "a", 1, 2);
        Assert.Null(Next(snapshot));

        snapshot = snapshot with
        {
            Members = snapshot.Members.SetItem("b", new MemberRecord { State = MemberState.Offline }),
        };

        Assert.Equal(2u, Next(snapshot)!.Current.Id);
    }

    [Fact]
    public void Next_KeyOlderThanItsLifetime_IsReplaced()
    {
        var spec = new ClusterSpec { HeartbeatKeyLifetime = Duration.FromTimeSpan(TimeSpan.FromDays(30)) };
        Assert.Null(Next(Cluster(spec, age: TimeSpan.FromDays(29))));

        Assert.Equal(2u, Next(Cluster(spec, age: TimeSpan.FromDays(30)))!.Next.Id);
    }

    [Fact]
    public void InOrder_FirstSeals()
    {
        var snapshot = Cluster(new ClusterSpec { HeartbeatKeySerial = 1 });

        Assert.Equal([1u, 2u], KeyRotation.InOrder(Next(snapshot)!).Select(key => key.Id));
    }

    private static HeartbeatKeyRecord? Next(ClusterSnapshot snapshot) =>
        KeyRotation.Next(snapshot, Now, id => new HeartbeatKeyMaterial { Id = id, Secret = Fresh });

    private static ClusterSnapshot Cluster(ClusterSpec spec, TimeSpan age = default)
    {
        var snapshot = ClusterSnapshot.Empty
            .Declared(new Object { Metadata = new ObjectMeta { Name = "cluster" }, Cluster = spec }) with
        {
            HeartbeatKey = new HeartbeatKeyRecord
            {
                Current = new HeartbeatKeyMaterial { Id = 1, Secret = ByteString.CopyFrom(new byte[32]) },
                Created = (Now - age).ToTimestamp(),
            },
        };
        foreach (var node in (string[])["a", "b"])
            snapshot = Confirmed(snapshot with
            {
                Members = snapshot.Members.SetItem(node, new MemberRecord { State = MemberState.Online }),
            }, node, 1);
        return snapshot;
    }

    private static ClusterSnapshot Confirmed(ClusterSnapshot snapshot, string node, params uint[] keys) => snapshot with
    {
        Reports = snapshot.Reports.SetItem(node, new NodeReport { HeartbeatKeys = { keys } }),
    };
}
