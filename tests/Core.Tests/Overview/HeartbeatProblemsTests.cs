using Microkernel.Core.Overview;
using Microkernel.Core.State;
using Microkernel.Core.Tests.Membership;
using Microkernel.Node.V1;
using Microkernel.V1;
using Object = Microkernel.V1.Object;

namespace Microkernel.Core.Tests.Overview;

public class HeartbeatProblemsTests
{
    /// <summary>Two versions that do not understand each other show only OFFLINE: here any node says why, and both.</summary>
    [Fact]
    public void Add_DriverMetAnotherVersion_IsToldWhateverNodeIsAsked()
    {
        const string Text = "ring hb0, peer b (10.0.0.2): speaks heartbeat format 2, this driver speaks 1: upgrade the "
            + "older one.";
        var snapshot = Cluster(new ClusterSpec());
        snapshot = snapshot with
        {
            Members = snapshot.Members.SetItem("a", new MemberRecord { State = MemberState.Online }),
            Reports = snapshot.Reports.SetItem("a", new NodeReport { HeartbeatProblems = { Text } }),
        };

        var problem = Assert.Single(Find(snapshot));

        Assert.Equal("MK-HEARTBEAT", problem.Code);
        Assert.Equal($"The heartbeats of a: {Text}", problem.Message);
    }

    [Fact]
    public void Add_ClusterForms_TellsWhoIsWaitedFor()
    {
        var problem = Assert.Single(Find(Cluster(new ClusterSpec { WaitForAll = true })));

        Assert.Equal("MK-WAITING-FOR-ALL", problem.Code);
        Assert.Contains("waiting for a, b.", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_AllIsWell_IsNothing() => Assert.Empty(Find(Cluster(new ClusterSpec())));

    private static List<Problem> Find(ClusterSnapshot snapshot)
    {
        var problems = new List<Problem>();
        HeartbeatProblems.Add(problems, snapshot);
        return problems;
    }

    private static ClusterSnapshot Cluster(ClusterSpec spec) => ClusterSnapshot.Empty
        .Declared(new Object { Metadata = new ObjectMeta { Name = "cluster" }, Cluster = spec })
        .Declared(new Object { Metadata = new ObjectMeta { Name = "a" }, Node = new NodeSpec() })
        .Declared(new Object { Metadata = new ObjectMeta { Name = "b" }, Node = new NodeSpec() });
}
