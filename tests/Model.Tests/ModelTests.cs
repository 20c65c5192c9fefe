using Google.Protobuf.WellKnownTypes;
using Microkernel.V1;

namespace Microkernel.Model.Tests;

public class ModelTests
{
    [Fact]
    public void Kinds_All_AreTheCasesOfSpec()
    {
        Assert.Equal(
            "Cluster, Node, Ring, FenceDevice, FencingLevel, Resource, Group, Location, Colocation, Order, Secret",
            Kinds.Names);
        Assert.True(Kinds.TryGet("fencedevice", out var kind));
        Assert.Equal(V1.Object.SpecOneofCase.FenceDevice, kind.Case);
        Assert.False(Kinds.TryGet("Pod", out _));
        Assert.Throws<ArgumentException>(() => new V1.Object().Kind());
    }

    [Fact]
    public void ObjectCodec_Key_ComesApartAgain()
    {
        var o = new V1.Object { Metadata = new() { Name = "web" }, Resource = new() };

        Assert.Equal("/microkernel/objects/Resource/web", ObjectCodec.Key(o));
        Assert.True(ObjectCodec.TryParseKey(ObjectCodec.Key(o), out var kind, out var name));
        Assert.Equal(("Resource", "web"), (kind.Name, name));
        Assert.All(
            ["/microkernel/objects/Resource/", "/microkernel/objects/Pod/a", "/other", "/microkernel/objects/Resource"],
            key => Assert.False(ObjectCodec.TryParseKey(key, out _, out _)));
    }

    [Theory]
    [InlineData(1, 2, 3)]
    [InlineData(Scores.Infinity, -5, Scores.Infinity)]
    [InlineData(Scores.MinusInfinity, Scores.Infinity, Scores.MinusInfinity)]
    [InlineData(900_000, 900_000, Scores.Infinity)]
    [InlineData(-900_000, -900_000, Scores.MinusInfinity)]
    public void Scores_Add_IsAsInPacemaker(int a, int b, int sum)
    {
        Assert.Equal(sum, Scores.Add(a, b));
        Assert.Equal(sum, Scores.Add(b, a));
    }

    [Theory]
    [InlineData("agnt", "agent")]
    [InlineData("target-role", "targetRole")]
    [InlineData("parmaeters", "parameters")]
    [InlineData("zzz", null)]
    [InlineData("", null)]
    public void NearestName_WrongName_FindsTheOneMeant(string wrong, string? meant) =>
        Assert.Equal(meant, NearestName.Find(wrong, ["agent", "parameters", "targetRole"]));

    [Fact]
    public void Redaction_Secret_KeepsKeysAndNoValues()
    {
        var secret = new V1.Object
        {
            Metadata = new() { Name = "s" },
            Secret = new() { Values = { ["k"] = "hunter2" } },
        };
        var list = new ListResponse { Objects = { secret, new V1.Object { Node = new() { Id = 1 } } } };

        var shown = Redaction.WithoutSecrets(list);

        Assert.Equal("", shown.Objects[0].Secret.Values["k"]);
        Assert.Equal(1u, shown.Objects[1].Node.Id);
        Assert.Equal("hunter2", secret.Secret.Values["k"]);
    }

    [Fact]
    public void FieldFacts_OptionsOfTheProtos_AreSeen()
    {
        Assert.True(FieldFacts.Of(ResourceSpec.Descriptor.FindFieldByName("agent")).IsRequired);
        Assert.True(FieldFacts.Of(ResourceSpec.Descriptor.FindFieldByName("stickiness")).IsScore);
        Assert.True(FieldFacts.Of(SecretSpec.Descriptor.FindFieldByName("values")).IsSecret);
        Assert.Equal("Node", FieldFacts.Of(LocationSpec.Descriptor.FindFieldByName("node")).Reference);
    }

    [Fact]
    public void Effective_NothingSaid_HasTheDefaultsOfTheProtos()
    {
        var cluster = EffectiveCluster.Of(null);
        var resource = new ResourceSpec();

        Assert.Equal(NoQuorumPolicy.Stop, cluster.NoQuorumPolicy);
        Assert.True(cluster.FencingEnabled);
        Assert.Equal(TimeSpan.FromMilliseconds(450), cluster.HeartbeatTimeout);
        Assert.Equal(
            new EffectiveOperation(
                Operation.Monitor, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20), OnFail.Restart),
            EffectiveOperation.Of(resource, Operation.Monitor, cluster));
        Assert.Equal(OnFail.Fence, EffectiveOperation.Of(resource, Operation.Stop, cluster).OnFail);
        Assert.Equal(
            OnFail.Block,
            EffectiveOperation.Of(
                resource, Operation.Stop, EffectiveCluster.Of(new ClusterSpec { FencingEnabled = false })).OnFail);
        Assert.Equal(
            new EffectiveResource(TargetRole.Started, true, 100, 0, 0, null),
            EffectiveResource.Of(resource, null, cluster));
    }

    [Fact]
    public void Effective_GroupAndCluster_FillInWhatTheResourceLeavesOpen()
    {
        var cluster = EffectiveCluster.Of(new ClusterSpec { Stickiness = 7 });
        var group = new GroupSpec { TargetRole = TargetRole.Stopped, Managed = false, Stickiness = 0, Priority = 3 };
        var hour = Duration.FromTimeSpan(TimeSpan.FromHours(1));
        var own = new ResourceSpec { Stickiness = 9, Priority = 1, FailureTimeout = hour };

        Assert.Equal(
            new EffectiveResource(TargetRole.Stopped, false, 0, 3, 0, null),
            EffectiveResource.Of(new ResourceSpec(), group, cluster));
        Assert.Equal(
            new EffectiveResource(TargetRole.Started, true, 9, 1, 0, TimeSpan.FromHours(1)),
            EffectiveResource.Of(own, null, cluster));
        Assert.Equal(7, EffectiveResource.Of(new ResourceSpec(), null, cluster).Stickiness);
        Assert.False(EffectiveResource.Of(own, null, cluster with { Maintenance = true }).Managed);
    }
}
