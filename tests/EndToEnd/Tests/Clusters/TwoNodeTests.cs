using Microkernel.EndToEnd.Clusters;
using Microkernel.EndToEnd.Demo;
using Microkernel.EndToEnd.Topology;
using Microkernel.V1;

namespace Microkernel.EndToEnd.Tests.Clusters;

/// <summary>Two nodes without a witness: whoever is left may go on only when the other is surely off.</summary>
public sealed class TwoNodeTests : ClusterTest
{
    [Fact]
    public async Task OneOfTwo_LosesItsPower_TheOtherFencesItAndGoesOnAndTakesItBack()
    {
        await using var lab = await StartPairAsync();
        var (cluster, active) = await FormAsync(lab, "fence_lab");
        var survivor = Other(active);

        await lab[active].KillAsync(Cancellation);

        await cluster.WaitForAsync(
            survivor, s => s.Quorate && Scenario.ActiveNode(s) == survivor, "the service, and a quorum of one",
            Scenario.Patience);
        var events = await cluster.EventsAsync(survivor);
        var fenced = events.First(e => e.Code == "FencingSucceeded" && e.About?.Name == active);
        var tookOver = events.First(e => e.Code == "TookOver");
        Assert.True(fenced.Time.ToDateTimeOffset() <= tookOver.Time.ToDateTimeOffset(), $"{fenced} {tookOver}");
        Assert.False(await lab.Bmc.IsOnAsync(active, Cancellation));
        Assert.Single(events, e => e.Code == "FencingStarted" && e.About?.Name == active);

        await lab[active].TurnOnAsync(Cancellation);
        await cluster.WaitForAsync(
            survivor, s => s.Voters == 2 && s.Nodes.All(n => n.State == NodeState.Online), "both vote again",
            Scenario.Patience);

        await lab[survivor].KillAsync(Cancellation);
        await cluster.WaitForAsync(
            active, s => s.Quorate && Scenario.ActiveNode(s) == active, "the service back where it was",
            Scenario.Patience);
    }

    [Fact]
    public async Task OneOfTwo_CannotBeVerifiedOff_TheOtherWaitsForAnOperator()
    {
        await using var lab = await StartPairAsync();
        var (cluster, active) = await FormAsync(lab, "null");
        var survivor = Other(active);

        await lab[active].KillAsync(Cancellation);
        await EventuallyAsync(
            () => Task.FromResult(LogOf(lab, survivor).Contains("Not taken over from", StringComparison.Ordinal)),
            "an attempt to fence that proves nothing");
        var status = await cluster.StatusAsync(survivor);
        Assert.False(status.Quorate);
        Assert.Null(Scenario.ActiveNode(status) is { } node && node == survivor ? node : null);

        var refused = await cluster[survivor].MkctlAsync("recover");
        Assert.Equal(2, refused.ExitCode);
        var recovered = await cluster[survivor].MkctlAsync("recover", "--i-know-the-others-are-off");
        recovered.EnsureSuccess();

        await cluster.WaitForAsync(
            survivor, s => s.Quorate && Scenario.ActiveNode(s) == survivor, "the service, on an operator's word",
            Scenario.Patience);
        Assert.Contains(await cluster.EventsAsync(survivor), e => e.Code == "RecoveredByOperator");
    }

    private static string Other(string node) => node == "vapp1" ? "vapp2" : "vapp1";

    private static string LogOf(Lab lab, string host) => string.Concat(
        Directory.EnumerateFiles(lab.Directory, "microkerneld*.log", SearchOption.AllDirectories)
            .Where(file => file.Contains(host, StringComparison.Ordinal))
            .Select(file =>
            {
                using var log = new StreamReader(
                    new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
                return log.ReadToEnd();
            }));

    private static Task<Lab> StartPairAsync()
    {
        var missing = ClusterPrograms.Missing();
        Assert.SkipWhen(missing is not null, missing ?? "");
        return StartLabAsync(LabTopology.TwoNodes);
    }

    private static async Task<(Cluster Cluster, string Active)> FormAsync(Lab lab, string fenceAgent)
    {
        var narrator = new Narrator(new TestOutput());
        try
        {
            var cluster = await Scenario.FormAsync(lab, narrator, Cancellation, "vapp1");
            return (cluster, await Scenario.ImportAsync(cluster, narrator, "vapp1", fenceAgent));
        }
        catch (TimeoutException)
        {
            await LogsOfAsync(lab);
            throw;
        }
    }
}
