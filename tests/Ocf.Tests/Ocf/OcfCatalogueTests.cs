using Grpc.Core;
using Microkernel.Driver;
using Microkernel.Driver.Tests;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Ocf.Tests.Ocf;

public sealed class OcfCatalogueTests : IDisposable
{
    private readonly TestFolder _root = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Describe_EveryAgentOfTheDistribution_Parses()
    {
        await using var driver = await OcfDriver.StartAsync();
        var names = (await driver.Driver.ListAgentsAsync(new ListAgentsRequest(), cancellationToken: Cancel)).Agents
            .Where(name => name.StartsWith("ocf:heartbeat:", StringComparison.Ordinal)).ToList();
        Assert.True(names.Count > 100, $"only {names.Count} agents: is the package resource-agents installed?");
        Assert.Equal(names.Order(StringComparer.Ordinal), names);

        var failures = new List<string>();
        foreach (var name in names)
        {
            try
            {
                var agent = await DescribeAsync(driver, name);
                if (agent.Name != name || agent.Summary.Length == 0 || agent.Actions.Count == 0)
                    failures.Add($"{name}: {agent}");
            }
            catch (RpcException e)
            {
                failures.Add($"{name}: {e.Status}");
            }
        }

        Assert.Empty(failures);
    }

    [Fact]
    public async Task Describe_IPaddr2_TellsWhatAFormNeeds()
    {
        await using var driver = await OcfDriver.StartAsync();

        var agent = await DescribeAsync(driver, "ocf:heartbeat:IPaddr2");

        var ip = agent.Parameters.Single(p => p.Name == "ip");
        Assert.True(ip.Required);
        Assert.True(ip.Unique);
        Assert.NotEmpty(ip.Description);
        Assert.False(ip.Secret);
        var monitor = agent.Actions.First(a => a.Name == "monitor");
        Assert.Equal((20, 10), (monitor.Timeout.Seconds, monitor.Interval.Seconds));
    }

    [Fact]
    public async Task Describe_FileChanges_AsksAgainAndOnlyThen()
    {
        void Write(string summary, int age)
        {
            var path = _root.Script("resource.d/test/a", $"""
                #!/bin/sh
                echo asked >> {_root.File("asked")}
                echo '<?xml version="1.0"?><!DOCTYPE resource-agent SYSTEM "ra-api-1.dtd">'
                echo '<resource-agent name="a"><shortdesc>{summary}</shortdesc></resource-agent>'
                """);
            File.SetLastWriteTimeUtc(path, new DateTime(2026, 1, age, 0, 0, 0, DateTimeKind.Utc));
        }
        await using var driver = await OcfDriver.StartAsync(_root.Path);

        Write("one", 1);
        await DescribeAsync(driver, "ocf:test:a");
        Assert.Equal("one", (await DescribeAsync(driver, "ocf:test:a")).Summary);
        Write("two", 2);
        Assert.Equal("two", (await DescribeAsync(driver, "ocf:test:a")).Summary);

        Assert.Equal(2, File.ReadLines(_root.File("asked")).Count());
    }

    [Theory]
    [InlineData("echo nothing to see", "not XML")]
    [InlineData("echo '<resource-agent><parameters></resource-agent>'", "not well-formed")]
    [InlineData("echo '<?xml version=\"1.0\"?><other/>'", "expected resource-agent")]
    [InlineData("echo broken >&2; exit 5", "broken")]
    [InlineData("head -c 3000000 /dev/zero | tr '\\0' x", "not XML")]
    [InlineData(
        "echo '<!DOCTYPE r [<!ENTITY a \"b\">]><resource-agent name=\"x\"><shortdesc>&a;</shortdesc></resource-agent>'",
        "not well-formed")]
    public async Task Describe_BadMetadata_SaysWhatIsWrong(string script, string expected)
    {
        _root.Script("resource.d/test/bad", $"#!/bin/sh\n{script}\n");
        await using var driver = await OcfDriver.StartAsync(_root.Path);

        var message = await TestDriver.RefusedAsync(
            StatusCode.FailedPrecondition, DescribeAsync(driver, "ocf:test:bad"));

        Assert.Contains("ocf:test:bad", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ocf:test:../../outside")]
    [InlineData("ocf:..:outside")]
    [InlineData("ocf:test:.hidden")]
    [InlineData("ocf:test")]
    [InlineData("ocf::a")]
    [InlineData("ocf:test:plain")]
    [InlineData("ocf:test:nobody")]
    [InlineData("lsb:../outside")]
    [InlineData("lsb:/tmp/../outside")]
    [InlineData("lsb:")]
    [InlineData("lsb:/")]
    public async Task Find_NameThatLeadsElsewhere_NotFound(string name)
    {
        _root.Script("outside", "#!/bin/sh\n");
        _root.Script("resource.d/test/.hidden", "#!/bin/sh\n");
        await File.WriteAllTextAsync(_root.File("resource.d/test/plain"), "#!/bin/sh\n", Cancel);
        await using var driver = await OcfDriver.StartAsync(_root.Path, _root.File("resource.d"));

        await TestDriver.RefusedAsync(StatusCode.NotFound, DescribeAsync(driver, name));
    }

    [Fact]
    public async Task List_NoAgentsInstalled_IsEmpty()
    {
        await using var driver = await OcfDriver.StartAsync(_root.File("none"), _root.File("none"));

        Assert.Empty((await driver.Driver.ListAgentsAsync(new ListAgentsRequest(), cancellationToken: Cancel)).Agents);
    }

    private static async Task<Agent> DescribeAsync(TestDriver driver, string name) =>
        (await driver.Driver.DescribeAgentAsync(
            new DescribeAgentRequest { Agent = name }, cancellationToken: Cancel)).Agent;
}
