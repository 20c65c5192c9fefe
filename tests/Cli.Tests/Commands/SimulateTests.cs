using System.Text.Json;
using Microkernel.Cli.Tests.Cluster;

namespace Microkernel.Cli.Tests.Commands;

public sealed class SimulateTests : IDisposable
{
    private const string Member = "in_ccm=\"true\" crmd=\"online\" join=\"member\" expected=\"member\"";

    private const string Cib = $"""
        <cib have-quorum="1" dc-uuid="1"><configuration>
          <crm_config><cluster_property_set id="p"/></crm_config>
          <nodes><node id="1" uname="n1"/><node id="2" uname="n2"/></nodes>
          <resources>
            <primitive id="fence" class="stonith" type="fence_x"/>
            <primitive id="web" class="ocf" provider="heartbeat" type="apache"/>
            <clone id="all"><primitive id="log" class="ocf" provider="heartbeat" type="Dummy"/></clone>
          </resources>
          <constraints><rsc_location id="likes" rsc="web" node="n2" score="50"/></constraints>
        </configuration><status>
          <node_state id="1" uname="n1" {Member}/>
          <node_state id="2" uname="n2" {Member}/>
        </status></cib>
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mkctl");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Simulate_FreshCluster_TellsTheStateAfterIt()
    {
        var run = await CommandRun.StartAsync("simulate", "--cib", Write(Cib), "-o", "json");

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        var root = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("online", root.GetProperty("nodes").GetProperty("n1").GetString());
        var web = Assert.Single(root.GetProperty("resources").GetProperty("web").EnumerateArray().ToList());
        Assert.Equal(("n2", "Started", false, true), (
            web.GetProperty("node").GetString(), web.GetProperty("role").GetString(),
            web.GetProperty("failed").GetBoolean(), web.GetProperty("managed").GetBoolean()));
        Assert.Equal(2, root.GetProperty("resources").GetProperty("log").GetArrayLength());
        Assert.Contains(root.GetProperty("actions").EnumerateArray(),
            a => a.GetProperty("op").GetString() == "start" && a.GetProperty("resource").GetString() == "web");
    }

    [Fact]
    public async Task Simulate_NodeFails_IsFencedBeforeAnythingMoves()
    {
        var run = await CommandRun.StartAsync("simulate", "--cib", Write(Cib), "--node-fail", "n2", "-o", "json");

        var root = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(["n2"], root.GetProperty("fenced").EnumerateArray().Select(n => n.GetString()));
        Assert.Equal("offline", root.GetProperty("nodes").GetProperty("n2").GetString());
        Assert.Equal("n1", root.GetProperty("resources").GetProperty("web")[0].GetProperty("node").GetString());
    }

    [Theory]
    [InlineData("<cib/>", "no CIB")]
    [InlineData("<cib", "cib")]
    public async Task Simulate_DamagedFile_IsRefused(string text, string part)
    {
        var run = await CommandRun.StartAsync("simulate", "--cib", Write(text));

        Assert.Equal(ExitCodes.Refused, run.ExitCode);
        Assert.Contains(part, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_ResourceWithLocation_NamesScoreAndConstraint()
    {
        var run = await CommandRun.StartAsync("why", "web", "--cib", Write(Cib));

        Assert.Contains("web goes to n2", run.Output, StringComparison.Ordinal);
        Assert.Contains("50 by likes", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_NoSuchResource_IsNotFound()
    {
        var run = await CommandRun.StartAsync("why", "wep", "--cib", Write(Cib));

        Assert.Equal(ExitCodes.NotFound, run.ExitCode);
        Assert.Contains("web", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Graph_FreshCluster_IsDot()
    {
        var run = await CommandRun.StartAsync("graph", "--cib", Write(Cib));

        Assert.StartsWith("digraph", run.Output, StringComparison.Ordinal);
        Assert.Contains("start web n2", run.Output, StringComparison.Ordinal);
    }

    private string Write(string text)
    {
        var file = Path.Combine(_folder.FullName, "cib.xml");
        File.WriteAllText(file, text);
        return file;
    }
}
