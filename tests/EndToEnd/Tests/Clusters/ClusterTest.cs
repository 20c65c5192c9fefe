using Microkernel.EndToEnd.Clusters;
using Microkernel.EndToEnd.Demo;
using Microkernel.EndToEnd.Probing;
using Microkernel.V1;

namespace Microkernel.EndToEnd.Tests.Clusters;

/// <summary>Base of tests on the demonstration: real daemons on three hosts, the imported service running.</summary>
public abstract class ClusterTest : LabTest
{
    /// <summary>Builds the cluster with its service, or skips the test.</summary>
    protected static async Task<RunningCluster> StartClusterAsync(ClusterStore store = ClusterStore.Embedded)
    {
        var missing = ClusterPrograms.Missing();
        Assert.SkipWhen(missing is not null, missing ?? "");
        var lab = await StartLabAsync();
        var narrator = new Narrator(new TestOutput());
        try
        {
            var cluster = await Scenario.FormAsync(lab, narrator, Cancellation, store: store);
            return new RunningCluster(cluster, await Scenario.ImportAsync(cluster, narrator));
        }
        catch (Exception e)
        {
            await LogsOfAsync(lab);
            await lab.DisposeAsync();
            throw new InvalidOperationException($"The cluster did not come up: {e.Message}", e);
        }
    }

    /// <summary>Returns when an event happened; null when it did not.</summary>
    protected static DateTimeOffset? TimeOf(IEnumerable<Event> events, Func<Event, bool> fits) =>
        events.Where(fits).Select(e => (DateTimeOffset?)e.Time.ToDateTimeOffset()).Min();

    /// <summary>Returns whether an event tells of a start on a node.</summary>
    protected static bool IsStartOn(Event happened, string node) =>
        happened.Code == "OperationStarted" && happened.Node == node
        && happened.Facts.TryGetValue("operation", out var operation) && operation == "start";

    /// <summary>Starts the client and waits until the service answers it.</summary>
    protected static Task<HttpProbe> StartClientAsync(Lab lab) => Scenario.StartClientAsync(lab);

    /// <summary>Starts a client so patient that a service that is gone fails it, and a busy machine does not.</summary>
    protected static Task<HttpProbe> StartPatientClientAsync(Lab lab) => Scenario.StartClientAsync(lab, Patience);

    /// <summary>Shows the ends of all logs of a lab.</summary>
    protected static async Task LogsOfAsync(Lab lab)
    {
        foreach (var log in Directory.EnumerateFiles(lab.Directory, "*.log", SearchOption.AllDirectories))
        {
            var lines = await File.ReadAllLinesAsync(log, Cancellation);
            TestContext.Current.TestOutputHelper?.WriteLine($"{log}:");
            TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', lines.TakeLast(20)));
        }
    }
}
