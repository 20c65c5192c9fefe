using System.Text;

namespace Microkernel.Security.Tests.Cluster;

/// <summary>What an operator does with certificates, roles and secrets, on three real cores over TLS.</summary>
public sealed class SecureClusterTests(SecureCluster cluster) : IClassFixture<SecureCluster>
{
    private const string Planted = "Planted-Secret-4711-xyzzy";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Join_TokenUsedBefore_IsRefused()
    {
        var token = (await cluster.AsAdminAsync("token", "create", "-o", "name")).Succeeded().Output.Trim();
        var id = (await cluster.AsAdminAsync("token", "list", "-o", "name")).Output.Trim().Split('\n')[0];
        (await cluster.AsAdminAsync("token", "delete", id)).Succeeded();
        var late = new SecureNode("late", "127.0.9.99", 7400, Path.Combine(cluster.Directory, "late"));
        var run = await cluster.MkctlAsync(["join", token, .. late.Options]);
        Assert.Equal(4, run.ExitCode);
        Assert.Contains("the token is not good", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(late.Pki.Node));
    }

    [Fact]
    public async Task Etcdctl_AdminsCertificate_Works_AndWithoutOneDoesNot()
    {
        var pki = cluster.First.Pki;
        (await cluster.EtcdctlAsync(pki.AdminCertificate, pki.AdminKey, "put", "/site/a", "1")).Succeeded();
        var members = (await cluster.EtcdctlAsync(pki.AdminCertificate, pki.AdminKey, "member", "list")).Succeeded().Output;
        Assert.Contains("https://", members, StringComparison.Ordinal);
        await cluster.IssueAsync("vera", "viewer");
        var files = Path.Combine(cluster.Directory, "vera", "vera");
        var refused = await cluster.EtcdctlAsync(files + ".crt", files + ".key", "get", "/site/a", "--command-timeout", "3s");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("vera is viewer", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Viewer_SeesAndChangesNothing()
    {
        await cluster.IssueAsync("willi", "viewer");
        (await cluster.AsAsync("willi", cluster.Nodes[1], "get", "node")).Succeeded();
        var refused = await cluster.AsAsync("willi", cluster.Nodes[1], "standby", "n2");
        Assert.Equal(4, refused.ExitCode);
        Assert.Contains("willi is viewer", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revoke_LiveFollower_EndsOnAnotherNode()
    {
        await cluster.IssueAsync("rosa", "operator");
        var following = cluster.AsAsync("rosa", cluster.Nodes[1], "events", "--follow");
        (await cluster.AsAsync("rosa", cluster.Nodes[1], "get", "node")).Succeeded();
        (await cluster.AsAdminAsync("cert", "revoke", "rosa", "--reason", "test")).Succeeded();
        Assert.NotEqual(0, (await following).ExitCode);
        Assert.NotEqual(0, (await cluster.AsAsync("rosa", cluster.Nodes[1], "get", "node")).ExitCode);
        await SecureCluster.WaitAsync(
            async () => (await MetricsAsync(cluster.Nodes[1])).Contains(
                "microkernel_tls_refused_total{direction=\"in\",reason=\"revoked\"}", StringComparison.Ordinal),
            "a refusal that is counted");
    }

    [Fact]
    public async Task Stranger_CertificateOfAnotherCluster_IsRefusedAndCounted()
    {
        using var stranger = new ClusterFounder("Main_Office", TimeProvider.System);
        var directory = Path.Combine(cluster.Directory, "stranger");
        stranger.WritePerson(Path.Combine(directory, "stranger.crt"), Path.Combine(directory, "stranger.key"), Role.Admin, "admin");
        Assert.NotEqual(0, (await cluster.AsAsync("stranger", cluster.First, "status")).ExitCode);
        Assert.Contains(
            "microkernel_tls_refused_total{direction=\"in\",reason=\"unknown_authority\"}",
            await MetricsAsync(cluster.First), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_Planted_AreNowhere()
    {
        var manifest = Path.Combine(Path.GetTempPath(), $"planted-{Guid.NewGuid():N}.yaml");
        await File.WriteAllTextAsync(
            manifest, $"kind: Secret\nmetadata: {{name: bmc}}\nspec: {{values: {{password: {Planted}}}}}\n", Cancellation);
        (await cluster.AsAdminAsync("apply", "-f", manifest)).Succeeded();
        Assert.Contains("unchanged", (await cluster.AsAdminAsync("apply", "-f", manifest)).Succeeded().Output, StringComparison.Ordinal);
        File.Delete(manifest);
        (await cluster.AsAdminAsync("secret", "rotate-key")).Succeeded();

        var seen = new StringBuilder();
        string[][] commands =
        [
            ["get", "secret", "bmc", "-o", "json"], ["get", "all", "-o", "yaml"], ["events", "-o", "json"],
            ["audit", "-o", "json"], ["status", "-o", "json"], ["plan", "-o", "json"],
        ];
        foreach (var command in commands)
        {
            var run = await cluster.AsAdminAsync(command);
            seen.Append(run.Output).Append(run.Error);
        }
        var pki = cluster.First.Pki;
        seen.Append((await cluster.EtcdctlAsync(pki.AdminCertificate, pki.AdminKey, "get", "--prefix", "/")).Succeeded().Output);
        foreach (var node in cluster.Nodes) seen.Append(await MetricsAsync(node));
        foreach (var process in System.IO.Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _)))
        {
            try
            {
                seen.Append(await File.ReadAllTextAsync(Path.Combine(process, "cmdline"), Cancellation));
            }
            catch (IOException)
            {
                // It has ended meanwhile.
            }
        }
        Assert.DoesNotContain(Planted, seen.ToString(), StringComparison.Ordinal);
        var clear = Encoding.UTF8.GetBytes(Planted);
        foreach (var file in System.IO.Directory.EnumerateFiles(cluster.Directory, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".sock", StringComparison.Ordinal) && new FileInfo(file).Length > 0))
            Assert.False((await File.ReadAllBytesAsync(file, Cancellation)).AsSpan().IndexOf(clear) >= 0, file);
    }

    [Fact]
    public async Task Audit_Change_HasWhoWhereOldAndNew()
    {
        (await cluster.AsAdminAsync("standby", "n2")).Succeeded();
        (await cluster.AsAdminAsync("unstandby", "n2")).Succeeded();
        var lines = (await cluster.AsAdminAsync("audit", "-o", "json")).Succeeded().Output.Trim().Split('\n');
        var record = lines.Last(line => line.Contains("SetStandby", StringComparison.Ordinal));
        Assert.Contains("\"who\": \"admin\"", record, StringComparison.Ordinal);
        Assert.Contains("\"role\": \"admin\"", record, StringComparison.Ordinal);
        Assert.Contains("\"target\": \"Node/n2\"", record, StringComparison.Ordinal);
        Assert.Contains("\"origin\": \"127.", record, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Core_Running_LeavesNoCoreDump()
    {
        var limits = await File.ReadAllTextAsync($"/proc/{cluster.First.ProcessId}/limits", Cancellation);
        Assert.Matches(@"Max core file size\s+0\s+0", limits);
    }

    [Fact]
    public async Task Insecure_ClientWithoutTls_IsNotServed() => Assert.NotEqual(
        0, (await cluster.MkctlAsync("status", "--server", cluster.First.Address, "--insecure")).ExitCode);

    private static async Task<string> MetricsAsync(SecureNode node)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(node.Metrics, Cancellation);
    }
}
