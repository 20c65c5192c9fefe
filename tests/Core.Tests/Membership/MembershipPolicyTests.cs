using Google.Protobuf.WellKnownTypes;
using Microkernel.Core.Membership;
using Microkernel.Core.State;
using Microkernel.Driver.V1;
using Microkernel.Model;
using Microkernel.Node.V1;
using Microkernel.V1;
using FenceProof = Microkernel.Node.V1.FenceProof;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Tests.Membership;

public class MembershipPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Evaluate_NodeHeardAndReported_IsOnlineWithItsIncarnation()
    {
        var change = Assert.Single(Evaluate(Cluster().Reported("b", "b1"), Heard("b")));

        Assert.Equal("b", change.Node);
        Assert.Equal(MemberState.Online, change.After.State);
        Assert.Equal("b1", change.After.Incarnation);
    }

    [Fact]
    public void Evaluate_OnlineNodeSilent_IsUncleanNeverOffline()
    {
        var change = Assert.Single(Evaluate(Online("b", "b1"), Silent("b")));

        Assert.Equal(MemberState.Unclean, change.After.State);
    }

    [Fact]
    public void Evaluate_SilentOnTheRingsButItsCoreAnswers_IsNotLost()
    {
        var online = Online("b", "b1");
        Assert.Empty(Evaluate(online, Silent("b"), sinceAnswer: TimeSpan.FromMilliseconds(50)));

        var change = Assert.Single(Evaluate(online, Silent("b"), sinceAnswer: TimeSpan.FromMilliseconds(600)));
        Assert.Equal(MemberState.Unclean, change.After.State);
    }

    [Fact]
    public void Evaluate_NobodyListens_ConcludesNothingFromSilence() =>
        Assert.Empty(Evaluate(Online("b", "b1"), _ => null, listening: null));

    [Fact]
    public void Evaluate_DriverJustBeganToListen_ConcludesNothingFromSilence() =>
        Assert.Empty(Evaluate(Online("b", "b1"), _ => null, listening: TimeSpan.FromMilliseconds(100)));

    [Fact]
    public void Evaluate_NodeNeverSeen_IsUncleanOnlyAfterPostJoinDelay()
    {
        Assert.Empty(Evaluate(Cluster(), _ => null, leading: TimeSpan.FromSeconds(9)));

        var change = Assert.Single(Evaluate(Cluster(), _ => null, leading: TimeSpan.FromSeconds(11)));
        Assert.Equal(MemberState.Unclean, change.After.State);
    }

    [Fact]
    public void Evaluate_UncleanNodeHeardAgainBeforeAnyShot_IsOnline()
    {
        var change = Assert.Single(Evaluate(Member("b", "b1", MemberState.Unclean), Heard("b")));

        Assert.Equal(MemberState.Online, change.After.State);
    }

    [Fact]
    public void Evaluate_UncleanNodeHeardWhileItIsShotAt_StaysUnclean() =>
        Assert.Empty(Evaluate(Member("b", "b1", MemberState.Unclean), Heard("b"), fencing: node => node == "b"));

    [Fact]
    public void Evaluate_UncleanNodeHeardAfterAShotInVain_StaysUncleanUntilItStartsAnew()
    {
        var shot = Member("b", "b1", MemberState.Unclean);
        shot = shot with { FenceResults = shot.FenceResults.Add("b", new FenceResultRecord { Failures = 1 }) };
        Assert.Empty(Evaluate(shot, Heard("b")));

        var change = Assert.Single(Evaluate(shot.Reported("b", "b2"), Heard("b")));
        Assert.Equal(MemberState.Online, change.After.State);
        Assert.Equal("b2", change.After.Incarnation);
    }

    [Fact]
    public void Evaluate_FencedNodeStillHeardUnderTheSameIncarnation_FencingDidNotHold()
    {
        var fenced = Fenced("b", "b1", at: Now - TimeSpan.FromSeconds(30));

        var change = Assert.Single(Evaluate(fenced, Heard("b", lastHeard: Now)));

        Assert.Equal(MemberState.Unclean, change.After.State);
    }

    [Fact]
    public void Evaluate_LastBeatFromBeforeTheFencing_NodeStaysOffline() =>
        Assert.Empty(Evaluate(Fenced("b", "b1", at: Now), Heard("b", lastHeard: Now)));

    [Fact]
    public void Evaluate_FencedNodeBackUnderANewIncarnation_IsOnline()
    {
        var back = Fenced("b", "b1", at: Now - TimeSpan.FromSeconds(30)).Reported("b", "b2");

        var change = Assert.Single(Evaluate(back, Heard("b", lastHeard: Now)));

        Assert.Equal(MemberState.Online, change.After.State);
        Assert.Equal("b2", change.After.Incarnation);
    }

    [Fact]
    public void Evaluate_HeartbeatsWithoutCore_IsUncleanOnlyAfterCoreTimeout()
    {
        var online = Online("b", "b1");
        Assert.Empty(Evaluate(online, Heard("b"), coreDetached: TimeSpan.FromSeconds(29)));

        var change = Assert.Single(Evaluate(online, Heard("b"), coreDetached: TimeSpan.FromSeconds(31)));
        Assert.Equal(MemberState.Unclean, change.After.State);
    }

    [Fact]
    public void Evaluate_ReportOfAnEarlierCore_IsNotBelieved() =>
        Assert.Empty(Evaluate(Cluster().Reported("b", "b1", epoch: 1), Heard("b", epoch: 2)));

    [Fact]
    public void Evaluate_NodeThatSaidItStoppedAll_IsOfflineWithoutFencing()
    {
        var left = Online("b", "b1");
        left = left with { Reports = left.Reports.SetItem("b", new NodeReport { Incarnation = "b1", Left = true }) };

        var change = Assert.Single(Evaluate(left, Silent("b")));

        Assert.Equal(MemberState.Offline, change.After.State);
        Assert.Null(change.After.Proof);
    }

    [Fact]
    public void Evaluate_GoodbyeOnTheRingsWithoutAReport_IsUnclean()
    {
        var change = Assert.Single(Evaluate(
            Online("b", "b1"), node => node == "b" ? new PeerChange { Node = "b", State = PeerState.Left } : null));

        Assert.Equal(MemberState.Unclean, change.After.State);
    }

    [Fact]
    public void Evaluate_WitnessSilent_IsOfflineForItRunsNothing()
    {
        var snapshot = Online("b", "b1", NodeRole.Witness);

        var change = Assert.Single(Evaluate(snapshot, Silent("b")));

        Assert.Equal(MemberState.Offline, change.After.State);
    }

    /// <summary>All hosts were off, and one of them boots later than the others.</summary>
    [Fact]
    public void Evaluate_OnlineBeforeTheClusterWasOff_HasThePostJoinDelayToBoot()
    {
        var online = Online("b", "b1");
        Assert.Empty(Evaluate(online, _ => null, leading: TimeSpan.FromSeconds(9)));
        Assert.Empty(Evaluate(online, _ => null, listening: TimeSpan.FromSeconds(9)));

        var change = Assert.Single(Evaluate(online, _ => null, leading: TimeSpan.FromSeconds(11)));
        Assert.Equal(MemberState.Unclean, change.After.State);
        Assert.Equal("it has not been heard since the cluster formed", change.After.Reason);
    }

    [Fact]
    public void Evaluate_OnlineAndHeardSinceTheLeaderBegan_IsLostAtOnce()
    {
        var soon = TimeSpan.FromSeconds(2);
        Assert.Single(Evaluate(Online("b", "b1"), Silent("b"), leading: soon));
        Assert.Single(Evaluate(Online("b", "b1"), _ => null, leading: soon, sinceAnswer: soon));
    }

    /// <summary>One direction is cut: its beats come, ours do not arrive.</summary>
    [Fact]
    public void Evaluate_DeafAndItsCoreDoesNotAnswer_IsUncleanAndStaysSo()
    {
        Assert.Empty(Evaluate(Online("b", "b1"), Deaf("b"), sinceAnswer: TimeSpan.FromMilliseconds(100)));

        var change = Assert.Single(Evaluate(Online("b", "b1"), Deaf("b"), sinceAnswer: TimeSpan.FromSeconds(1)));
        Assert.Equal(MemberState.Unclean, change.After.State);
        Assert.Contains("it hears ours on no ring", change.After.Reason, StringComparison.Ordinal);

        Assert.Empty(Evaluate(
            Member("b", "b1", MemberState.Unclean), Deaf("b"), sinceAnswer: TimeSpan.FromSeconds(1)));
    }

    /// <summary>The majority loses its quorum when the witness goes (corosync-qdevice issue 10): here it loses nothing.
    /// </summary>
    [Fact]
    public void Evaluate_WitnessGone_NobodyIsLostAndNothingIsWaitedFor()
    {
        var snapshot = Online("b", "b1", NodeRole.Witness);
        snapshot = snapshot.Declared(new Object
        {
            Metadata = new ObjectMeta { Name = "cluster" },
            Cluster = new ClusterSpec { WaitForAll = true },
        });

        var change = Assert.Single(Evaluate(snapshot, Silent("b")));

        Assert.Equal(MemberState.Offline, change.After.State);
        Assert.DoesNotContain("b", Formation.Missing(snapshot));
    }

    [Fact]
    public void Evaluate_OperatorWantsALiveNodeFenced_IsUnclean()
    {
        var wanted = Online("b", "b1");
        wanted = wanted with { FenceRequests = wanted.FenceRequests.Add("b", new FenceRequestRecord { Reason = "disk smells" }) };

        var change = Assert.Single(Evaluate(wanted, Heard("b")));

        Assert.Equal(MemberState.Unclean, change.After.State);
        Assert.Equal("disk smells", change.After.Reason);
    }

    [Fact]
    public void Evaluate_NodeThatADeviceMustLetIn_IsOnlineOnlyWhenItHas()
    {
        var waiting = Cluster().Reported("b", "b1").Declared(new Object
        {
            Metadata = new ObjectMeta { Name = "lun" },
            FenceDevice = new FenceDeviceSpec { Agent = "fence_scsi", Unfence = true },
        }).Declared(new Object
        {
            Metadata = new ObjectMeta { Name = "b-lun" },
            FencingLevel = new FencingLevelSpec { Node = "b", Level = 1, Devices = { new FencingStep { Device = "lun" } } },
        });
        Assert.Empty(Evaluate(waiting, Heard("b")));

        var letIn = waiting with
        {
            Reports = waiting.Reports.SetItem(
                "b", new NodeReport { Incarnation = "b1", CoreEpoch = 1, UnfencedBy = { "lun" } }),
        };
        Assert.Equal(MemberState.Online, Assert.Single(Evaluate(letIn, Heard("b"))).After.State);
        // A device that is declared while the node runs does not throw it out.
        var online = waiting with
        {
            Members = waiting.Members.SetItem("b", new MemberRecord { State = MemberState.Online, Incarnation = "b1" }),
        };
        Assert.Empty(Evaluate(online, Heard("b")));
    }

    private static IReadOnlyList<MemberChange> Evaluate(
        ClusterSnapshot snapshot, Func<string, PeerChange?> peer, TimeSpan? leading = null,
        TimeSpan? coreDetached = null, Func<string, bool>? fencing = null, TimeSpan? sinceAnswer = null) =>
        Evaluate(snapshot, peer, TimeSpan.FromMinutes(1), leading, coreDetached, fencing, sinceAnswer);

    private static IReadOnlyList<MemberChange> Evaluate(
        ClusterSnapshot snapshot, Func<string, PeerChange?> peer, TimeSpan? listening, TimeSpan? leading = null,
        TimeSpan? coreDetached = null, Func<string, bool>? fencing = null, TimeSpan? sinceAnswer = null) =>
        [
            .. MembershipPolicy.Evaluate(new MembershipInput(
                snapshot, "a", Now, listening, leading ?? TimeSpan.FromMinutes(1), peer,
                node => node == "b" ? coreDetached : null, _ => sinceAnswer, fencing ?? (_ => false)))
            .Where(change => change.Node != "a"),
        ];

    private static Func<string, PeerChange?> Heard(string node, DateTimeOffset? lastHeard = null, ulong epoch = 0) =>
        name => name == node
            ? new PeerChange
            {
                Node = node,
                State = PeerState.Heard,
                CoreAttached = true,
                CoreEpoch = epoch,
                LastHeard = (lastHeard ?? Now).ToTimestamp(),
            }
            : null;

    private static Func<string, PeerChange?> Silent(string node) =>
        name => name == node ? new PeerChange { Node = node, State = PeerState.Silent } : null;

    private static Func<string, PeerChange?> Deaf(string node) => name =>
    {
        var peer = Heard(node)(name);
        if (peer is not null) peer.Deaf = true;
        return peer;
    };

    private static ClusterSnapshot Cluster(NodeRole role = NodeRole.Member) => ClusterSnapshot.Empty
        .Declared(new Object { Metadata = new ObjectMeta { Name = "a" }, Node = new NodeSpec { Id = 1 } })
        .Declared(new Object { Metadata = new ObjectMeta { Name = "b" }, Node = new NodeSpec { Id = 2, Role = role } })
        .Declared(new Object { Metadata = new ObjectMeta { Name = "r" }, Ring = new RingSpec() });

    private static ClusterSnapshot Online(string node, string incarnation, NodeRole role = NodeRole.Member) =>
        Member(node, incarnation, MemberState.Online, role);

    private static ClusterSnapshot Member(
        string node, string incarnation, MemberState state, NodeRole role = NodeRole.Member)
    {
        var cluster = Cluster(role).Reported(node, incarnation);
        return cluster with
        {
            Members = cluster.Members.SetItem(node, new MemberRecord { State = state, Incarnation = incarnation }),
        };
    }

    private static ClusterSnapshot Fenced(string node, string incarnation, DateTimeOffset at)
    {
        var cluster = Cluster().Reported(node, incarnation);
        return cluster with
        {
            Members = cluster.Members.SetItem(node, new MemberRecord
            {
                State = MemberState.Offline,
                Incarnation = incarnation,
                Proof = new FenceProof { Device = "pdu", Time = at.ToTimestamp() },
            }),
        };
    }
}

internal static class SnapshotMaking
{
    public static ClusterSnapshot Declared(this ClusterSnapshot snapshot, Object declared) =>
        snapshot with { Objects = snapshot.Objects.SetItem(ObjectCodec.Key(declared), declared) };

    public static ClusterSnapshot Reported(
        this ClusterSnapshot snapshot, string node, string incarnation, ulong epoch = 1) => snapshot with
        {
            Reports = snapshot.Reports.SetItem(
                node, new NodeReport { Incarnation = incarnation, CoreEpoch = epoch }),
        };
}
