using Microkernel.EndToEnd.Demo;

namespace Microkernel.EndToEnd.Tests.Clusters;

public sealed class BadInputTests : ClusterTest
{
    private static readonly (string Name, string Manifest, string[] Told)[] Cases =
    [
        ("unknown field",
            "kind: Resource\nmetadata: { name: x }\nspec: { agent: 'ocf:heartbeat:IPaddr2', colour: red }",
            ["colour"]),
        ("wrong type",
            "kind: Resource\nmetadata: { name: x }\nspec: { agent: 'ocf:heartbeat:IPaddr2', migrationThreshold: many }",
            ["migrationThreshold", "many"]),
        ("unknown kind", "kind: Resourse\nmetadata: { name: x }\nspec: {}", ["Resourse", "Resource"]),
        ("duplicate node id", "kind: Node\nmetadata: { name: vapp9 }\nspec: { id: 1 }", ["id"]),
        ("unknown agent",
            "kind: Resource\nmetadata: { name: x }\nspec: { agent: 'ocf:heartbeat:NoSuchAgent' }",
            ["NoSuchAgent"]),
        ("constraint on a missing resource",
            "kind: Location\nmetadata: { name: l }\nspec: { resource: nobody, node: vapp1, score: 10 }",
            ["nobody"]),
        ("one of two objects is bad",
            "kind: Ring\nmetadata: { name: hb7 }\nspec: { addresses: [{ node: vapp1, address: 10.20.7.1 }] }\n---\n"
            + "kind: Group\nmetadata: { name: g }\nspec: { members: [nobody] }",
            ["nobody"]),
        ("not YAML", "kind: [", ["line"]),
    ];

    [Fact]
    public async Task Apply_OfBadInput_TellsTheFieldAndChangesNothing()
    {
        await using var running = await StartClusterAsync();
        var before = await StateAsync(running);

        foreach (var (name, manifest, told) in Cases)
        {
            var result = await ApplyAsync(running, manifest);
            Assert.True(result.ExitCode != 0, $"{name}: accepted. {result.Output}");
            Assert.All(told, word => Assert.True(
                result.Error.Contains(word, StringComparison.Ordinal), $"{name}: '{word}' is not in: {result.Error}"));
            Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        }

        Assert.Equal(before, await StateAsync(running));
    }

    [Fact]
    public async Task Apply_OfTenMegabytesOfNoise_IsRefusedAndChangesNothing()
    {
        await using var running = await StartClusterAsync();
        var before = await StateAsync(running);
        var noise = new byte[10 * 1024 * 1024];
        new Random(1).NextBytes(noise);
        await File.WriteAllBytesAsync(Path.Combine(running.Observer.Host.Home, "noise"), noise, Cancellation);

        var result = await running.Observer.MkctlAsync("apply", "-f", "/run/host/noise");

        Assert.NotEqual(0, result.ExitCode);
        Assert.True(result.Error.Length is > 0 and < 4096, $"{result.Error.Length} characters of error");
        Assert.Equal(before, await StateAsync(running));
    }

    private static async Task<Processes.CommandResult> ApplyAsync(RunningCluster running, string manifest)
    {
        var file = Path.Combine(running.Observer.Host.Home, "bad.yaml");
        await File.WriteAllTextAsync(file, manifest, Cancellation);
        return await running.Observer.MkctlAsync("apply", "-f", "/run/host/bad.yaml");
    }

    // Every declared object with its revision.
    private static async Task<string> StateAsync(RunningCluster running)
    {
        var kinds = "cluster,node,ring,fencedevice,fencinglevel,resource,group,location,colocation,order";
        var outputs = new List<string>();
        foreach (var kind in kinds.Split(','))
        {
            outputs.Add((await running.Observer.MkctlAsync("get", kind, "-o", "yaml")).EnsureSuccess().Output);
        }

        Assert.Contains(outputs, o => o.Contains(Scenario.Service, StringComparison.Ordinal));
        return string.Join("---\n", outputs);
    }
}
