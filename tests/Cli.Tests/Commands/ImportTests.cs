using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microkernel.Cli.Tests.Cluster;
using Microkernel.Model;
using Microkernel.Model.Manifests;
using Microkernel.V1;

namespace Microkernel.Cli.Tests.Commands;

public sealed class ImportTests : IDisposable
{
    private const string ClusterConf = """
        <?xml version="1.0"?>
        <cluster name="site" config_version="1">
          <clusternodes>
            <clusternode name="a" nodeid="1">
              <fence><method name="1"><device name="bmc" port="1"/></method></fence>
            </clusternode>
            <clusternode name="b" nodeid="2"/>
          </clusternodes>
          <fencedevices>
            <fencedevice name="bmc" agent="fence_manual" login="admin" passwd="hunter2"/>
          </fencedevices>
        </cluster>
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mkctl");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Import_WithoutApply_PrintsManifestsAndReportApart()
    {
        var run = await CommandRun.StartAsync(
            "import", Write(), "--fence-agent", "fence_manual=fence_apc");

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        var device = ManifestReader.Read(run.Output).Select(m => m.Object).Single(o => o.FenceDevice is not null);
        Assert.Equal("fence_apc", device.FenceDevice.Agent);
        Assert.Contains(" 0 errors", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_Secrets_AreNotShownUnlessAskedFor()
    {
        var file = Write();

        var hidden = await CommandRun.StartAsync("import", file);
        var shown = await CommandRun.StartAsync("import", file, "--with-secrets");

        Assert.DoesNotContain("hunter2", hidden.Output + hidden.Error, StringComparison.Ordinal);
        Assert.Contains("--with-secrets", hidden.Error, StringComparison.Ordinal);
        Assert.Contains("hunter2", shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", shown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_Apply_SendsEverythingWithSecrets()
    {
        await using var cluster = await ScriptedCluster.StartAsync();
        cluster.Answer<ApplyRequest>(request => new ApplyResponse
        {
            Results = { request.Objects.Select(o => new ApplyResult { Object = o.Reference() }) },
        });

        var run = await cluster.RunAsync("import", Write(), "--apply", "--dry-run", "-o", "name");

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        Assert.Contains("Node/a\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", run.Output + run.Error, StringComparison.Ordinal);
        var request = Assert.IsType<ApplyRequest>(Assert.Single(cluster.Requests));
        Assert.True(request.DryRun);
        Assert.Contains("hunter2", request.Objects.Single(o => o.Secret is not null).Secret.Values.Values);
    }

    [Fact]
    public async Task Import_RefusedByTheCluster_NamesTheLineThatItComesFrom()
    {
        await using var cluster = await ScriptedCluster.StartAsync();
        cluster.Answer<ApplyRequest>(_ => throw new Google.Rpc.Status
        {
            Code = (int)StatusCode.InvalidArgument,
            Message = "1 problem",
            Details =
            {
                Any.Pack(new BadRequest
                {
                    FieldViolations =
                    {
                        new BadRequest.Types.FieldViolation { Field = "Node/b: spec.id", Description = "it is taken" },
                    },
                }),
            },
        }.ToRpcException());

        var run = await cluster.RunAsync("import", Write(), "--apply");

        Assert.Equal(ExitCodes.Refused, run.ExitCode);
        Assert.Contains("\n  cluster.conf:7: Node/b: spec.id: it is taken\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_DamagedFile_FailsAndSendsNothing()
    {
        await using var cluster = await ScriptedCluster.StartAsync();

        var run = await cluster.RunAsync("import", Write("<cluster><clusternodes>"), "--apply");

        Assert.Equal((ExitCodes.Refused, ""), (run.ExitCode, run.Output));
        Assert.Contains("cluster.conf:1:", run.Error, StringComparison.Ordinal);
        Assert.Empty(cluster.Requests);
    }

    [Theory]
    [InlineData("--fence-agent: 'fence_manual': expected OLD=NEW", "--fence-agent", "fence_manual")]
    [InlineData("--dry-run: needs --apply", "--dry-run")]
    public async Task Import_BadOption_IsNamed(string message, params string[] arguments)
    {
        var run = await CommandRun.StartAsync(["import", Write(), .. arguments]);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    private string Write(string text = ClusterConf)
    {
        var path = Path.Combine(_folder.FullName, "cluster.conf");
        File.WriteAllText(path, text);
        return path;
    }
}
