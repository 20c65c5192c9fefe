using Microkernel.Core.Membership;
using Microkernel.Core.State;
using Microkernel.Node.V1;
using Microkernel.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Tests.Membership;

public class FormationTests
{
    [Fact]
    public void Waits_NotWanted_Never() => Assert.False(Formation.Waits(Cluster(waitForAll: false, "a")));

    [Fact]
    public void Waits_FreshCluster_UntilAllMembersWereThereAtOneTime()
    {
        var fresh = Cluster(waitForAll: true, "a", "b");
        Assert.True(Formation.Waits(fresh));
        Assert.Equal(["c"], Formation.Missing(fresh));
        Assert.Null(Formation.Next(fresh));

        var whole = Cluster(waitForAll: true, "a", "b", "c");
        Assert.False(Formation.Waits(whole));
        Assert.Equal(["a", "b", "c"], Formation.Next(whole)!.Boots.Keys.Order());
    }

    [Fact]
    public void Waits_NodeLostAfterTheClusterWasWhole_GoesOn()
    {
        var whole = Whole();

        Assert.False(Formation.Waits(Lost(whole, "c")));
        Assert.False(Formation.Waits(Lost(Lost(whole, "c"), "b")));
    }

    [Fact]
    public void Waits_AllHostsWereOff_WaitsAnew()
    {
        var boots = Booted(Booted(Whole(), "a", "a2"), "b", "b2");
        boots = Lost(boots, "c");

        Assert.True(Formation.Waits(boots));
        Assert.Equal(["c"], Formation.Missing(boots));
        Assert.False(Formation.Waits(Booted(boots, "c", "c2")));
    }

    [Fact]
    public void Waits_OneHostAfterTheOtherBooted_GoesOn()
    {
        var snapshot = Whole();
        foreach (var node in (string[])["a", "b", "c"])
        {
            snapshot = Booted(snapshot, node, node + "2");
            Assert.False(Formation.Waits(snapshot));
            snapshot = snapshot with { Formation = Formation.Next(snapshot) ?? snapshot.Formation };
        }

        Assert.False(Formation.Waits(Lost(Lost(snapshot, "a"), "b")));
    }

    /// <summary>An operator's word, or a device's, that a node is off.</summary>
    [Fact]
    public void Waits_MissingNodeIsSurelyOff_GoesOn()
    {
        var fresh = Cluster(waitForAll: true, "a", "b");

        Assert.False(Formation.Waits(fresh with
        {
            Members = fresh.Members.SetItem("c", new MemberRecord { State = MemberState.Offline }),
        }));
    }

    [Fact]
    public void Next_RecordedAsItIs_IsNothing() => Assert.Null(Formation.Next(Whole()));

    private static ClusterSnapshot Whole()
    {
        var whole = Cluster(waitForAll: true, "a", "b", "c");
        return whole with { Formation = Formation.Next(whole) };
    }

    private static ClusterSnapshot Cluster(bool waitForAll, params string[] present)
    {
        var snapshot = ClusterSnapshot.Empty.Declared(new Object
        {
            Metadata = new ObjectMeta { Name = "cluster" },
            Cluster = new ClusterSpec { WaitForAll = waitForAll },
        });
        foreach (var node in (string[])["a", "b", "c", "w"])
        {
            var role = node == "w" ? NodeRole.Witness : NodeRole.Member;
            snapshot = snapshot.Declared(
                new Object { Metadata = new ObjectMeta { Name = node }, Node = new NodeSpec { Role = role } });
        }
        return present.Aggregate(snapshot, (made, node) => Booted(made, node, node + "1"));
    }

    private static ClusterSnapshot Booted(ClusterSnapshot snapshot, string node, string boot) => snapshot with
    {
        Members = snapshot.Members.SetItem(
            node, new MemberRecord { State = MemberState.Online, Incarnation = $"core of {boot}" }),
        Reports = snapshot.Reports.SetItem(node, new NodeReport { Incarnation = $"core of {boot}", BootId = boot }),
    };

    private static ClusterSnapshot Lost(ClusterSnapshot snapshot, string node) => snapshot with
    {
        Members = snapshot.Members.SetItem(
            node, new MemberRecord(snapshot.Members[node]) { State = MemberState.Unclean }),
    };
}
