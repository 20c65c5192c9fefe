namespace Microkernel.Security.Tests.Cluster;

/// <summary>What changes who belongs to the cluster, on a cluster of its own.</summary>
public sealed class MembershipTests
{
    [Fact]
    public async Task Cluster_AuthorityChangedNodeLeavesAndReturns_GoesOn()
    {
        await using var cluster = new SecureCluster();
        await cluster.InitializeAsync();

        (await cluster.AsAdminAsync("cert", "rotate-ca")).Succeeded();
        var tooEarly = await cluster.AsAdminAsync("cert", "rotate-ca");
        Assert.Equal(4, tooEarly.ExitCode);
        await SecureCluster.WaitAsync(
            async () => (await cluster.AsAdminAsync("cert", "renew")).ExitCode == 0 &&
                (await cluster.AsAdminAsync("cert", "rotate-ca", "--finish")).ExitCode == 0,
            "every node has a certificate of the new authority, without a restart");
        var authorities = (await cluster.AsAdminAsync("cert", "list")).Succeeded().Output.Split('\n')
            .Where(line => line.StartsWith("authority", StringComparison.Ordinal));
        Assert.Single(authorities);

        (await cluster.AsAdminAsync("leave", "n2")).Succeeded();
        await SecureCluster.WaitAsync(
            async () => (await cluster.StatusAsync(cluster.First)).Contains("2 of 2 nodes online", StringComparison.Ordinal),
            "two nodes");
        cluster.Nodes[1].Dispose();
        await cluster.JoinAsync("n4");
        await SecureCluster.WaitAsync(
            async () => (await cluster.StatusAsync(cluster.First)).Contains("(2 of 3 votes needed), 3 of 3 nodes online", StringComparison.Ordinal),
            "three votes again");
        await SecureCluster.WaitAsync(
            async () => (await cluster.StatusAsync(cluster.Nodes[3])).Contains("Quorum   yes", StringComparison.Ordinal),
            "the new node sees a quorum");
    }
}
