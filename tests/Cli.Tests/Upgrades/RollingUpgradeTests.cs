using Microkernel.Cli.Failures;
using Microkernel.Cli.Upgrades;
using Microkernel.V1;

namespace Microkernel.Cli.Tests.Upgrades;

public sealed class RollingUpgradeTests
{
    private readonly GetStatusResponse _status = new()
    {
        Quorate = true,
        Nodes =
        {
            Node("a", leader: true), Node("b"), new NodeStatus(Node("w")) { Witness = true },
        },
        Resources = { new ResourceStatus { Name = "web", Nodes = { "a" } } },
    };

    private readonly List<string> _upgraded = [];
    private Action<NodeStatus> _whenReplaced = _ => { };

    [Fact]
    public async Task Upgrade_OfAll_TakesTheWitnessFirstAndTheLeaderLast()
    {
        Assert.Equal(["w", "b", "a"], await RunAsync());
        Assert.Equal(["w", "b", "a"], _upgraded);
    }

    [Fact]
    public async Task Upgrade_NodeComesBackWithoutItsResource_StopsThere()
    {
        _whenReplaced = _ =>
        {
            _status.Resources[0].Nodes.Clear();
            _status.Resources[0].Nodes.Add("b");
        };
        var failure = await Assert.ThrowsAsync<CommandFailure>(() => RunAsync());
        Assert.Contains("web ran on a, and now on b", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["w"], _upgraded);
    }

    [Fact]
    public async Task Upgrade_DriverIsNotBack_StopsThere()
    {
        _whenReplaced = node => node.Drivers[0].State = DriverState.Unreachable;
        var failure = await Assert.ThrowsAsync<CommandFailure>(() => RunAsync());
        Assert.Contains("its driver ocf is not attached yet", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upgrade_ClusterNotWell_TouchesNothing()
    {
        _status.Nodes[1].State = NodeState.Unclean;
        var failure = await Assert.ThrowsAsync<CommandFailure>(() => RunAsync());
        Assert.Contains("b is unclean", failure.Message, StringComparison.Ordinal);
        Assert.Empty(_upgraded);
    }

    [Fact]
    public async Task Upgrade_UnknownNode_SaysWhichThereAre()
    {
        var failure = await Assert.ThrowsAsync<CommandFailure>(() => RunAsync("x"));
        Assert.Equal(ExitCodes.NotFound, failure.ExitCode);
        Assert.Contains("a, b, w", failure.Next, StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<string>> RunAsync(params string[] nodes) => new RollingUpgrade(
        _ => Task.FromResult<GetStatusResponse?>(_status.Clone()), Replace, TimeProvider.System,
            TimeSpan.FromSeconds(1), _ => { })
        .RunAsync(nodes, TestContext.Current.CancellationToken);

    private Task<UpgradeCoreResponse> Replace(string name, CancellationToken cancellation)
    {
        _upgraded.Add(name);
        var node = _status.Nodes.Single(node => node.Name == name);
        node.CoreEpoch++;
        _whenReplaced(node);
        return Task.FromResult(new UpgradeCoreResponse { Program = "/p", Version = "1.0.0" });
    }

    private static NodeStatus Node(string name, bool leader = false) => new()
    {
        Name = name,
        Leader = leader,
        State = NodeState.Online,
        CoreEpoch = 3,
        Drivers = { new DriverStatus { Name = "ocf", State = DriverState.Active } },
    };
}
