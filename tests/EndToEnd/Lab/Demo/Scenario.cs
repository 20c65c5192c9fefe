using Microkernel.EndToEnd.Clusters;
using Microkernel.EndToEnd.Probing;
using Microkernel.V1;

namespace Microkernel.EndToEnd.Demo;

/// <summary>The imported cluster: its files, and how it is brought up.</summary>
public static class Scenario
{
    /// <summary>Name of the cluster, and the service in <c>samples/rhcs-vmcluster/cluster.conf</c>.</summary>
    public const string ClusterName = "VMCluster", Service = "VirtualHTTP";

    /// <summary>Node that is asked how things are: it runs nothing, so it is never the one that is killed.</summary>
    public const string Observer = CoreConfiguration.Witness;

    /// <summary>Longest time that forming a cluster and starting the service may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Gets what the client asks for.</summary>
    public static Uri Url { get; } = new("http://10.1.4.150/");

    /// <summary>Boots the hosts and waits until their cores have formed a cluster.</summary>
    public static async Task<Cluster> FormAsync(
        Lab lab, Narrator narrator, CancellationToken cancellationToken, string observer = Observer,
        ClusterStore store = ClusterStore.Embedded)
    {
        var cluster = Cluster.Install(lab, ClusterName, store);
        narrator.Say($"Booting {string.Join(", ", cluster.Nodes.Keys)}: on each the core and three drivers"
            + (store == ClusterStore.Etcd ? ", and an etcd that keeps their state." : "."));
        await lab.TurnOnAsync(cancellationToken);
        var status = await cluster.WaitUntilFormedAsync(observer, Patience);
        narrator.Say($"The cluster is quorate; {status.Leader} leads.");
        return cluster;
    }

    /// <summary>Declares the rings, imports the configuration, and waits until the service runs.</summary>
    /// <returns>The node that runs it.</returns>
    public static async Task<string> ImportAsync(
        Cluster cluster, Narrator narrator, string observer = Observer, string fenceAgent = "fence_lab")
    {
        var node = cluster[observer];
        var hasWitness = cluster.Nodes.ContainsKey(CoreConfiguration.Witness);
        var rings = hasWitness ? "demo/rings.yaml" : "demo/rings-of-two.yaml";
        narrator.Say($"mkctl apply -f samples/{rings}");
        narrator.Show((await node.MkctlAsync("apply", "-f", Sample(rings))).EnsureSuccess().Output);
        narrator.Say("mkctl import samples/rhcs-vmcluster/cluster.conf "
            + $"--fence-agent fence_manual={fenceAgent} --apply");
        var import = await node.MkctlAsync(
            "import", Sample("rhcs-vmcluster/cluster.conf"),
            "--fence-agent", $"fence_manual={fenceAgent}", "--apply");
        narrator.Show(import.EnsureSuccess().Output);
        // The report, line by line of the file, is for whoever imports a cluster of their own.
        narrator.Show(import.Error.TrimEnd().Split('\n')[^1]);
        if (hasWitness)
        {
            narrator.Say("mkctl apply -f samples/demo/witness.yaml");
            narrator.Show((await node.MkctlAsync("apply", "-f", Sample("demo/witness.yaml"))).EnsureSuccess().Output);
        }

        var status = await cluster.WaitForAsync(
            observer, s => ActiveNode(s) is not null, $"{Service} started on one node", Patience);
        var active = ActiveNode(status)!;
        narrator.Say($"{Service} runs on {active}.");
        return active;
    }

    /// <summary>Returns the node that runs every resource of the service; null when none does.</summary>
    public static string? ActiveNode(GetStatusResponse status)
    {
        var members = status.Resources.Where(r => r.Group == Service).ToArray();
        string[] nodes = [.. members.SelectMany(r => r.Nodes).Distinct()];
        var allStarted = members.Length > 0 && members.All(r => r.State == RunState.Started);
        return allStarted && nodes.Length == 1 ? nodes[0] : null;
    }

    /// <summary>Starts the client in its own namespace, and waits for its first good answer.</summary>
    /// <param name="lab">The lab.</param>
    /// <param name="timeout">Time until a request is given up; default 100 ms.</param>
    public static async Task<HttpProbe> StartClientAsync(Lab lab, TimeSpan? timeout = null)
    {
        var probe = await HttpProbe.StartAsync(lab["client"], Url, timeout: timeout);
        await probe.WaitForAsync(a => a.IsGood, Patience);
        return probe;
    }

    /// <summary>Returns the path of a sample, as hosts see it.</summary>
    public static string Sample(string name) =>
        LabPaths.OnHost(Path.Combine(LabPaths.Repository, "samples", name));
}
