using Microkernel.Driver.Tests;
using Microkernel.Driver.V1;

namespace Microkernel.Drivers.Ocf.Tests.Ocf;

public sealed class OcfEnvironmentTests : IDisposable
{
    private readonly TestFolder _root = new();

    public OcfEnvironmentTests() => _root.Script("resource.d/test/env", """
        #!/bin/sh
        echo "$1"
        exec env
        """);

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Start_Environment_IsWhatAgentsExpect()
    {
        var seen = await SeenAsync(ResourceAction.Start, request =>
        {
            request.Parameters.Add("ip", "10.0.0.1");
            request.SecretParameters.Add("password", "pw with = and \"quotes\"");
            request.Meta.Add("clone-max", "2");
        });

        Assert.Equal("start", seen["action"]);
        Assert.Equal(_root.Path, seen["OCF_ROOT"]);
        Assert.Equal(("r1", "env", "test"),
            (seen["OCF_RESOURCE_INSTANCE"], seen["OCF_RESOURCE_TYPE"], seen["OCF_RESOURCE_PROVIDER"]));
        Assert.Equal(("1", "1"), (seen["OCF_RA_VERSION_MAJOR"], seen["OCF_RA_VERSION_MINOR"]));
        Assert.Equal("10.0.0.1", seen["OCF_RESKEY_ip"]);
        Assert.Equal("********", seen["OCF_RESKEY_password"]);
        Assert.Equal("30000", seen["OCF_RESKEY_CRM_meta_timeout"]);
        Assert.Equal("0", seen["OCF_RESKEY_CRM_meta_interval"]);
        Assert.Equal("start", seen["OCF_RESKEY_CRM_meta_name"]);
        Assert.Equal("2", seen["OCF_RESKEY_CRM_meta_clone_max"]);
        Assert.Equal("n1", seen["OCF_RESKEY_CRM_meta_on_node"]);
        Assert.DoesNotContain(seen.Keys, name => name.StartsWith("DOTNET", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Monitor_CheckLevel_HasItsOwnVariable()
    {
        var seen = await SeenAsync(ResourceAction.Monitor, request =>
        {
            request.Meta.Add("OCF_CHECK_LEVEL", "10");
            request.Meta.Add("interval", "10000");
        });

        Assert.Equal("10", seen["OCF_CHECK_LEVEL"]);
        Assert.Equal("10000", seen["OCF_RESKEY_CRM_meta_interval"]);
    }

    [Theory]
    [InlineData(ResourceAction.MigrateTo, "migrate_to", "n1", "n2")]
    [InlineData(ResourceAction.MigrateFrom, "migrate_from", "n2", "n1")]
    public async Task Migrate_EachSide_IsToldSourceAndTarget(
        ResourceAction action, string name, string source, string target)
    {
        var seen = await SeenAsync(action, request => request.PeerNode = "n2");

        Assert.Equal(name, seen["action"]);
        Assert.Equal(source, seen["OCF_RESKEY_CRM_meta_migrate_source"]);
        Assert.Equal(target, seen["OCF_RESKEY_CRM_meta_migrate_target"]);
    }

    private async Task<Dictionary<string, string>> SeenAsync(ResourceAction action, Action<ExecuteRequest> change)
    {
        await using var driver = await OcfDriver.StartAsync(_root.Path);
        var request = OcfDriver.Request("ocf:test:env", action);
        change(request);
        var ended = await driver.Resources.ExecuteAsync(
            request, cancellationToken: TestContext.Current.CancellationToken);
        var lines = ended.Output.Split('\n');
        var seen = lines.Skip(1).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        seen["action"] = lines[0];
        return seen;
    }
}
