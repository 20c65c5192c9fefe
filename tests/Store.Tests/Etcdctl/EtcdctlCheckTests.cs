using Microkernel.Store.Tests.Cluster;

namespace Microkernel.Store.Tests.Etcdctl;

/// <summary>etcdctl's own load, which takes a minute: STORE_CHECK_PERF=1 runs it.</summary>
public sealed class EtcdctlCheckTests
{
    [Fact]
    public async Task CheckPerf_ThreeMembers_Passes()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("STORE_CHECK_PERF") == "1", "STORE_CHECK_PERF=1 runs it; it takes a minute.");
        await using var cluster = await StoreCluster.StartAsync(3);
        var result = await Etcdctl.RunAsync(
            cluster.Endpoints, "", TimeSpan.FromMinutes(3), "check", "perf", "--load=s", "--auto-compact", "--auto-defrag");
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains("PASS", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("FAIL", result.Output, StringComparison.Ordinal);
    }
}
