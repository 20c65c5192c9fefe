using Microkernel.EndToEnd.Clusters;
using Microkernel.EndToEnd.Demo;
using Microkernel.V1;

namespace Microkernel.EndToEnd.Tests.Clusters;

/// <summary>A cluster whose service runs.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Active">Node that ran the service when the test began.</param>
public sealed record RunningCluster(Cluster Cluster, string Active) : IAsyncDisposable
{
    /// <summary>Gets the lab.</summary>
    public Lab Lab => Cluster.Lab;

    /// <summary>Gets the member that did not run the service when the test began.</summary>
    public string Passive => Active == "vapp1" ? "vapp2" : "vapp1";

    /// <summary>Gets the node that is asked how things are.</summary>
    public ClusterNode Observer => Cluster[Scenario.Observer];

    /// <summary>Waits until the observer tells a status that fits.</summary>
    public Task<GetStatusResponse> WaitForAsync(Func<GetStatusResponse, bool> fits, string expected) =>
        Cluster.WaitForAsync(Scenario.Observer, fits, expected, Scenario.Patience);

    /// <summary>Returns what the observer has of events.</summary>
    public Task<IReadOnlyList<Event>> EventsAsync() => Cluster.EventsAsync(Scenario.Observer);

    /// <summary>Returns the process id of the web server on a node.</summary>
    public async Task<string> WebServerAsync(string node) =>
        (await Lab[node].ExecuteAsync(["cat", "/run/httpd.pid"])).EnsureSuccess().Output.Trim();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Lab.DisposeAsync();
}
