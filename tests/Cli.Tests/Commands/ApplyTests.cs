using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microkernel.Cli.Tests.Cluster;
using Microkernel.Model;
using Microkernel.V1;

namespace Microkernel.Cli.Tests.Commands;

public sealed class ApplyTests : IDisposable
{
    private const string Web = """
        kind: Resource
        metadata:
          name: web
        spec:
          agent: lsb:nginx
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mkctl");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Apply_File_SendsItAndTellsWhatBecameOfIt()
    {
        await using var cluster = await AcceptingAsync();

        var run = await cluster.RunAsync("apply", "-f", Write("web.yaml", Web));

        Assert.Equal((ExitCodes.Ok, "Resource/web created\n"), (run.ExitCode, run.Output));
        Assert.Equal("warning: nothing orders web\n", run.Error);
        var request = Assert.IsType<ApplyRequest>(Assert.Single(cluster.Requests));
        Assert.Equal("lsb:nginx", Assert.Single(request.Objects).Resource.Agent);
    }

    [Fact]
    public async Task Apply_StandardInputDryRun_AsksOnly()
    {
        await using var cluster = await AcceptingAsync();

        var run = await CommandRun.StartAsync(
            new Surroundings { Input = Web }, "apply", "-f", "-", "--dry-run", "--server", cluster.Address);

        Assert.Equal((ExitCodes.Ok, "Resource/web created (dry run)\n"), (run.ExitCode, run.Output));
        Assert.True(Assert.IsType<ApplyRequest>(Assert.Single(cluster.Requests)).DryRun);
    }

    [Fact]
    public async Task Apply_Folder_SendsAllManifestsAtOnce()
    {
        await using var cluster = await AcceptingAsync();
        Write("b.yml", Web);
        Write("a.json", """{"kind": "Node", "metadata": {"name": "vapp1"}}""");
        Write("notes.txt", "not a manifest");

        var run = await cluster.RunAsync("apply", "-f", _folder.FullName, "-o", "name");

        Assert.Equal("Node/vapp1\nResource/web\n", run.Output);
        Assert.Single(cluster.Requests);
    }

    [Fact]
    public async Task Apply_BadManifests_NamesPlacesAndFieldsAndSendsNothing()
    {
        await using var cluster = await AcceptingAsync();
        var file = Write("web.yaml", """
            kind: Resource
            metadata:
              name: web
            spec:
              agnt: lsb:nginx
              priority: high
            ---
            kind: Resource
            metadata:
              name: "no good"
            spec: {}
            """);

        var run = await cluster.RunAsync("apply", "-f", file, "-f", Write("good.yaml", Web));

        Assert.Equal((ExitCodes.Refused, ""), (run.ExitCode, run.Output));
        Assert.Contains($"{file}:5:3: spec.agnt: ", run.Error, StringComparison.Ordinal);
        Assert.Contains($"{file}:6:13: spec.priority: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("nothing was sent", run.Error, StringComparison.Ordinal);
        Assert.Empty(cluster.Requests);
    }

    [Fact]
    public async Task Apply_ManifestThatNoClusterTakes_IsRefusedHere()
    {
        await using var cluster = await AcceptingAsync();
        var file = Write("bad.yaml", "kind: Resource\nmetadata:\n  name: no good\nspec:\n  agent: lsb:nginx\n");

        var run = await cluster.RunAsync("apply", "-f", file);

        Assert.Equal(ExitCodes.Refused, run.ExitCode);
        Assert.Contains($"{file}:3:9: metadata.name: ", run.Error, StringComparison.Ordinal);
        Assert.Empty(cluster.Requests);
    }

    [Fact]
    public async Task Apply_RefusedByTheCluster_ShowsEachFieldWithItsLine()
    {
        await using var cluster = await ScriptedCluster.StartAsync();
        cluster.Answer<ApplyRequest>(_ => throw new Google.Rpc.Status
        {
            Code = (int)StatusCode.InvalidArgument,
            Message = "2 problems",
            Details =
            {
                Any.Pack(new BadRequest
                {
                    FieldViolations =
                    {
                        Violation("Resource/web: spec.agent", "no driver has the agent, found 'lsb:nginx'"),
                        Violation("Group/all: spec.members[0]", "there is no Resource 'db'"),
                    },
                }),
            },
        }.ToRpcException());
        var file = Write("web.yaml", Web);

        var run = await cluster.RunAsync("apply", "-f", file);

        Assert.Equal(ExitCodes.Refused, run.ExitCode);
        Assert.Equal(
            $"""
            error: The cluster refused the manifests; nothing was changed.
              {file}:5:10: Resource/web: spec.agent: no driver has the agent, found 'lsb:nginx'
              Group/all: spec.members[0]: there is no Resource 'db'
            next: Mend what is named above and apply again.

            """,
            run.Error);
    }

    [Theory]
    [InlineData("no-such-file.yaml", "-f: 'no-such-file.yaml': expected a file, a folder, or - for standard input")]
    public async Task Apply_MissingFile_NamesIt(string file, string message)
    {
        var run = await CommandRun.StartAsync("apply", "-f", file);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_SecretInWrongPlace_IsNotRepeated()
    {
        var file = Write(
            "secret.yaml", "kind: Secret\nmetadata:\n  name: s\nspec:\n  values:\n    password: [hunter2]\n");

        var run = await CommandRun.StartAsync("apply", "-f", file);

        Assert.Equal(ExitCodes.Refused, run.ExitCode);
        Assert.DoesNotContain("hunter2", run.Error, StringComparison.Ordinal);
    }

    private static BadRequest.Types.FieldViolation Violation(string field, string description) =>
        new() { Field = field, Description = description };

    private static async Task<ScriptedCluster> AcceptingAsync() =>
        (await ScriptedCluster.StartAsync()).Answer<ApplyRequest>(request => new ApplyResponse
        {
            Results =
            {
                request.Objects.Select(o => new ApplyResult
                {
                    Object = o.Reference(), Change = ApplyResult.Types.Change.Created,
                }),
            },
            Warnings = { "nothing orders web" },
            Revision = request.DryRun ? 0 : 7,
        });

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
