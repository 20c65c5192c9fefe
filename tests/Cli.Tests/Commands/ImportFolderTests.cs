using System.Xml.Linq;
using Microkernel.Cli.Tests.Cluster;
using Microkernel.Model;
using Microkernel.Model.Manifests;
using Microkernel.V1;

namespace Microkernel.Cli.Tests.Commands;

/// <summary>A folder with the files of a whole cluster, and the way back as a CIB.</summary>
public sealed class ImportFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mkctl");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Import_Folder_MakesOneSetOfManifests()
    {
        Write("cluster.crm", "primitive ip ocf:heartbeat:IPaddr2 params ip=10.1.1.1\nlocation l ip 10: a\n");
        Write("a/etc/ifcfg-bond0", "BONDING_MASTER=yes\nBONDING_SLAVE0=eth0\nSTARTMODE=auto\n");

        var run = await CommandRun.StartAsync("import", _folder.FullName);

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        var names = ManifestReader.Read(run.Output).Select(m => m.Object.Title()).ToList();
        Assert.Contains("Resource/ip", names);
        Assert.Contains("Resource/bond0", names);
        Assert.Contains("Node/a", names);
        Assert.Contains("a/etc/ifcfg-bond0:2:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_NothingThere_IsAUsageError()
    {
        var run = await CommandRun.StartAsync("import", Path.Combine(_folder.FullName, "none"));

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
    }

    [Fact]
    public async Task ExportCib_OfManifests_WritesACib()
    {
        Write("web.yaml", "kind: Resource\nmetadata:\n  name: web\nspec:\n  agent: systemd:nginx\n");

        var run = await CommandRun.StartAsync("export", "cib", "-f", Path.Combine(_folder.FullName, "web.yaml"));

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        var primitive = XElement.Parse(run.Output).Descendants("primitive").First(p => p.Attribute("id")!.Value == "web");
        Assert.Equal("nginx", primitive.Attribute("type")!.Value);
    }

    [Fact]
    public async Task ExportCib_OfACluster_ReadsItsObjects()
    {
        await using var cluster = await ScriptedCluster.StartAsync();
        cluster.Answer<ListRequest>(_ => new ListResponse
        {
            Objects =
            {
                new V1.Object { Metadata = new ObjectMeta { Name = "a" }, Node = new NodeSpec { Id = 1 } },
            },
        });

        var run = await cluster.RunAsync("export", "cib", "--offline", "a");

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        Assert.Equal(
            "offline", XElement.Parse(run.Output).Descendants("node_state").Single().Attribute("crmd")!.Value);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
