using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Cli.Tests.Cluster;
using Microkernel.Model.Manifests;
using Microkernel.V1;

namespace Microkernel.Cli.Tests.Commands;

public class GetTests
{
    private static readonly V1.Object Web = new()
    {
        Metadata = new ObjectMeta
        {
            Name = "web",
            Generation = 2,
            Revision = 40,
            Created = Timestamp.FromDateTime(DateTime.UtcNow.AddDays(-5)),
        },
        Resource = new ResourceSpec { Agent = "lsb:nginx", Parameters = { ["port"] = "80" } },
    };

    private static readonly V1.Object Password = new()
    {
        Metadata = new ObjectMeta { Name = "ipmi", Created = Web.Metadata.Created },
        Secret = new SecretSpec { Values = { ["password"] = string.Empty } },
    };

    [Theory]
    [InlineData("resources")]
    [InlineData("Resource")]
    [InlineData("RESOURCE")]
    public async Task Get_Kind_ListsATable(string kind)
    {
        await using var cluster = await ListingAsync(Web);

        var run = await cluster.RunAsync("get", kind);

        Assert.Equal(
            """
            NAME  AGENT      TARGET   PARAMETERS  AGE
            web   lsb:nginx  Started  port=80     5d

            """,
            run.Output);
        Assert.Equal("Resource", Assert.IsType<ListRequest>(Assert.Single(cluster.Requests)).Kind);
    }

    [Fact]
    public async Task Get_All_ListsATableForEachKind()
    {
        await using var cluster = await ListingAsync(Web, Password);

        var run = await cluster.RunAsync("get", "all", "-o", "wide");

        Assert.Equal(
            """
            Resource
            NAME  AGENT      TARGET   PARAMETERS  AGE  GENERATION  REVISION
            web   lsb:nginx  Started  port=80     5d   2           40

            Secret
            NAME  KEYS      AGE  GENERATION  REVISION
            ipmi  password  5d   0           0

            """,
            run.Output);
    }

    [Theory]
    [InlineData("yaml")]
    [InlineData("json")]
    public async Task Get_AsManifests_ReadsBack(string format)
    {
        await using var cluster = await ListingAsync(Web, Password);

        var run = await cluster.RunAsync("get", "all", "-o", format);

        Assert.Equal([Web, Password], ManifestReader.Read(run.Output).Select(m => m.Object));
    }

    [Fact]
    public async Task Get_OneAsJson_IsOneManifest()
    {
        await using var cluster = await ScriptedCluster.StartAsync();
        cluster.Answer<GetRequest>(_ => new GetResponse { Object = Web });

        var run = await cluster.RunAsync("get", "fence-devices", "web", "-o", "json");

        var metadata = JsonDocument.Parse(run.Output).RootElement.GetProperty("metadata");
        Assert.Equal("web", metadata.GetProperty("name").GetString());
        Assert.Equal("FenceDevice", Assert.IsType<GetRequest>(Assert.Single(cluster.Requests)).Kind);
    }

    [Fact]
    public async Task Get_NothingThere_SaysSoAndListsNothing()
    {
        await using var cluster = await ListingAsync();

        var table = await cluster.RunAsync("get", "groups");
        var json = await cluster.RunAsync("get", "groups", "-o", "json");

        Assert.Equal((ExitCodes.Ok, "", "There is no Group.\n"), (table.ExitCode, table.Output, table.Error));
        Assert.Equal(0, JsonDocument.Parse(json.Output).RootElement.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Get_MissingName_ExitsNotFound()
    {
        await using var cluster = await ScriptedCluster.StartAsync();
        cluster.Answer<GetRequest>(_ => throw new RpcException(
            new Status(StatusCode.NotFound, "Resource 'x' is not declared")));

        var run = await cluster.RunAsync("get", "resource", "x");

        Assert.Equal(
            "error: Resource 'x' is not declared\nnext: 'mkctl get all -o name' lists what there is.\n", run.Error);
        Assert.Equal(ExitCodes.NotFound, run.ExitCode);
    }

    [Fact]
    public async Task Get_OnNarrowTerminal_NarrowsTheWidestColumn()
    {
        var wide = Web.Clone();
        wide.Resource.Parameters["options"] = string.Join(' ', Enumerable.Repeat("word", 30));
        await using var cluster = await ListingAsync(wide);

        var run = await CommandRun.StartAsync(
            new Surroundings { IsTerminal = true, Variables = new() { ["NO_COLOR"] = "1" } },
            "get", "resources", "--server", cluster.Address);

        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
        Assert.Contains("5d", run.Output, StringComparison.Ordinal);
    }

    private static async Task<ScriptedCluster> ListingAsync(params V1.Object[] objects) =>
        (await ScriptedCluster.StartAsync()).Answer<ListRequest>(_ => new ListResponse { Objects = { objects } });
}
