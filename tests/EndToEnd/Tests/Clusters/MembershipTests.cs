using Microkernel.EndToEnd.Demo;
using Microkernel.V1;

namespace Microkernel.EndToEnd.Tests.Clusters;

/// <summary>Nodes, rings and keys come, change and go while the service runs.</summary>
public sealed class MembershipTests : ClusterTest
{
    private const string Rings0 = "{ node: vapp1, address: 10.20.1.1 }, { node: vapp2, address: 10.20.1.2 }, "
        + "{ node: witness, address: 10.20.1.3 }";
    private const string Rings1 = "{ node: vapp1, address: 10.20.2.1 }, { node: vapp2, address: 10.20.2.2 }, "
        + "{ node: witness, address: 10.20.2.3 }";

    private const string Rings2 = "{ node: vapp1, address: 10.1.4.1 }, { node: vapp2, address: 10.1.4.2 }";

    private static readonly (string Change, string Manifest)[] RingChanges =
    [
        ("multicast and another port on hb1", Ring("hb1", Rings1, "port: 5407, multicast: { address: 239.192.7.1 }")),
        ("smaller packets on hb1", Ring("hb1", Rings1, "port: 5407, multicast: { address: 239.192.7.1 }, mtu: 576")),
        ("another ring for two", Ring("hb2", Rings2, "port: 5409")),
        ("passive", Cluster("ringMode: RING_MODE_PASSIVE")),
        ("another port on hb0", Ring("hb0", Rings0, "port: 5411")),
        ("active again", Cluster("ringMode: RING_MODE_ACTIVE")),
        ("unicast again on hb1", Ring("hb1", Rings1, "port: 5407")),
        ("another interval", Cluster("heartbeatInterval: 200ms, heartbeatTimeout: 1s")),
    ];

    [Fact]
    public async Task Rings_AddedChangedAndRemovedAtRunTime_NobodyIsLost()
    {
        await using var running = await StartClusterAsync();

        foreach (var (change, manifest) in RingChanges)
        {
            await ApplyAsync(running, manifest);
            await AllHeardEverywhereAsync(running, change);
        }
        (await running.Observer.MkctlAsync("delete", "ring", "hb0")).EnsureSuccess();
        await AllHeardEverywhereAsync(running, "hb0 removed");

        await AssertNobodyWasLostAsync(running);
    }

    [Fact]
    public async Task HeartbeatKey_ReplacedAgainAndAgain_NobodyIsLost()
    {
        await using var running = await StartClusterAsync();

        for (var serial = 1; serial <= 3; serial++)
        {
            await ApplyAsync(running, Cluster($"heartbeatKeySerial: {serial}"));
            await EventuallyAsync(
                async () => (await running.EventsAsync()).Count(e => e.Code == "HeartbeatKeyReplaced") == serial,
                $"key {serial + 1} alone in use");
            await AllHeardEverywhereAsync(running, $"key {serial + 1}");
        }

        await AssertNobodyWasLostAsync(running);
    }

    [Fact]
    public async Task Node_LeavesIsSwitchedOffAndJoins_NobodyIsFenced()
    {
        await using var running = await StartClusterAsync();

        (await running.Observer.MkctlAsync("node", "down", running.Active)).EnsureSuccess();
        await running.WaitForAsync(
            s => StateOf(s, running.Active) == NodeState.Offline && Scenario.ActiveNode(s) == running.Passive,
            $"{running.Active} offline and the service on {running.Passive}");
        await running.Lab[running.Active].KillAsync(Cancellation);
        await EventuallyAsync(
            async () => !await running.Lab[running.Active].IsOnAsync(Cancellation), $"{running.Active} off");
        await running.Lab[running.Active].TurnOnAsync(Cancellation);
        (await running.Observer.MkctlAsync("node", "up", running.Active)).EnsureSuccess();
        await running.WaitForAsync(
            s => StateOf(s, running.Active) == NodeState.Online && Scenario.ActiveNode(s) == running.Passive,
            $"{running.Active} online");

        await AssertNobodyWasLostAsync(running);
    }

    /// <summary>The majority loses its quorum when the witness goes (corosync-qdevice issue 10).</summary>
    [Fact]
    public async Task Witness_Gone_TheOthersKeepTheQuorumAndServe()
    {
        await using var running = await StartClusterAsync();
        await using var client = await StartPatientClientAsync(running.Lab);
        var webServer = await running.WebServerAsync(running.Active);

        await running.Lab[Scenario.Observer].KillAsync(Cancellation);

        var status = await running.Cluster.WaitForAsync(
            running.Active,
            s => s.Quorate && s.Leader is "vapp1" or "vapp2" && StateOf(s, Scenario.Observer) == NodeState.Offline,
            "a quorum without the witness", Scenario.Patience);
        Assert.Equal(running.Active, Scenario.ActiveNode(status));
        Assert.Contains(status.Problems, problem => problem.Code == "MK-WITNESS-LOST");
        Assert.Equal(webServer, await running.WebServerAsync(running.Active));
        Assert.DoesNotContain(
            await running.Cluster.EventsAsync(running.Active), e => e.Code is "FencingStarted" or "NodeLost");
        Assert.All(client.Seen(), a => Assert.True(a.IsGood, a.ToLine()));
    }

    /// <summary>
    /// A stale list of nodes on one node, edited by hand, costs the quorum (corosync issue 248), or a node comes back
    /// under another number: here the file counts when a cluster is founded, and never again.
    /// </summary>
    [Fact]
    public async Task NodeFile_EditedByHand_ChangesNothingInARunningCluster()
    {
        await using var running = await StartClusterAsync();
        var core = running.Cluster[running.Passive].Core;
        var file = Path.Combine(running.Lab[running.Passive].Home, "microkerneld.yaml");
        var lines = await File.ReadAllLinesAsync(file, Cancellation);
        var id = lines.Single(line => line.StartsWith($"  - {running.Passive}=", StringComparison.Ordinal))
            .Split('=')[1].Split('@')[0];

        // A list without the witness, as from before it was added.
        await core.KillAsync(Cancellation);
        await File.WriteAllLinesAsync(
            file, lines.Where(line => !line.Contains("witness", StringComparison.Ordinal)), Cancellation);
        await core.StartAsync(Cancellation);
        await running.Cluster.WaitForAsync(
            running.Passive, s => s.Quorate && s.Voters == 3 && s.Nodes.All(n => n.State == NodeState.Online),
            "three voters, all online", Scenario.Patience);

        // Another number for itself: it says so and does not take part; nobody else notices.
        await core.KillAsync(Cancellation);
        await File.WriteAllLinesAsync(
            file, lines.Select(line => line.Replace($"{running.Passive}={id}@", $"{running.Passive}=9@",
                StringComparison.Ordinal)), Cancellation);
        await core.StartAsync(Cancellation);
        await EventuallyAsync(
            async () => await core.ProcessIdAsync(Cancellation) is null
                && (await File.ReadAllTextAsync(core.Log, Cancellation)).Contains('9'),
            "the core ends and says why");
        await File.WriteAllLinesAsync(file, lines, Cancellation);
        await core.StartAsync(Cancellation);
        await running.WaitForAsync(s => s.Nodes.All(n => n.State == NodeState.Online), "all online again");

        // And through the front door: a number cannot be changed.
        var renumbered = $"kind: Node\nmetadata: {{ name: {running.Passive} }}\nspec: {{ id: 9 }}\n";
        var result = await running.Observer.MkctlAsync("apply", "-f", await WriteAsync(running, renumbered));
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("id", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(await running.EventsAsync(), e => e.Code is "FencingStarted");
    }

    private static NodeState StateOf(GetStatusResponse status, string node) =>
        status.Nodes.Single(n => n.Name == node).State;

    private static string Ring(string name, string addresses, string fields) =>
        $"kind: Ring\nmetadata: {{ name: {name} }}\nspec: {{ addresses: [{addresses}], {fields} }}\n";

    private static string Cluster(string fields) =>
        $"kind: Cluster\nmetadata: {{ name: cluster }}\nspec: {{ {fields} }}\n";

    private static async Task ApplyAsync(RunningCluster running, string manifest) =>
        (await running.Observer.MkctlAsync("apply", "-f", await WriteAsync(running, manifest))).EnsureSuccess();

    private static async Task<string> WriteAsync(RunningCluster running, string manifest)
    {
        await File.WriteAllTextAsync(Path.Combine(running.Observer.Host.Home, "m.yaml"), manifest, Cancellation);
        return "/run/host/m.yaml";
    }

    private static async Task AllHeardEverywhereAsync(RunningCluster running, string after)
    {
        foreach (var node in running.Cluster.Nodes.Keys)
        {
            await running.Cluster.WaitForAsync(
                node, s => s.Rings.Count > 0 && s.Rings.All(ring => ring.Peers.All(peer => peer.Heard && !peer.Deaf)),
                $"after '{after}': each peer heard on each ring", Scenario.Patience);
        }
    }

    private static async Task AssertNobodyWasLostAsync(RunningCluster running)
    {
        var events = await running.EventsAsync();
        Assert.DoesNotContain(events, e => e.Code is "NodeLost" or "NodeSilent" or "FencingStarted");
    }
}
