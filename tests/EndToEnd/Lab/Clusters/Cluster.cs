using System.Diagnostics;
using Google.Protobuf;
using Microkernel.EndToEnd.Processes;
using Microkernel.EndToEnd.Topology;
using Microkernel.Security;
using Microkernel.V1;
using Role = Microkernel.Security.Role;

namespace Microkernel.EndToEnd.Clusters;

/// <summary>Microkernel on the hosts of a lab, each daemon a process of its own.</summary>
public sealed class Cluster
{
    // Of `mkctl status`: it was told, and there are problems.
    private const int ExitWithWarnings = 10, ExitWithCritical = 11;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);
    private static readonly JsonParser Json = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    private Cluster(Lab lab, IReadOnlyDictionary<string, ClusterNode> nodes) => (Lab, Nodes) = (lab, nodes);

    /// <summary>Gets the lab.</summary>
    public Lab Lab { get; }

    /// <summary>Gets the nodes by their names.</summary>
    public IReadOnlyDictionary<string, ClusterNode> Nodes { get; }

    /// <summary>Returns a node by its name.</summary>
    public ClusterNode this[string node] => Nodes[node];

    /// <summary>Installs the daemons on every host that is on a ring. They start when the hosts boot.</summary>
    /// <param name="lab">The lab.</param>
    /// <param name="name">Name of the cluster.</param>
    /// <param name="store">Where the cores keep its state.</param>
    public static Cluster Install(Lab lab, string name, ClusterStore store = ClusterStore.Embedded)
    {
        HostSpec[] members = [.. lab.Topology.Hosts.Where(h => h.Networks.Contains(LabTopology.FirstRing))];
        foreach (var member in store == ClusterStore.Etcd ? members : [])
        {
            EtcdService.Install(lab[member.Name], members, lab.Topology);
        }

        using var founder = new ClusterFounder(name, TimeProvider.System);
        foreach (var member in members)
        {
            founder.WriteNode(
                new PkiDirectory(Path.Combine(lab[member.Name].Home, "pki")), member.Name,
                CoreConfiguration.HostsOf(member, lab.Topology), carriesAuthority: member == members[0]);
        }

        var pki = AdminPki(lab);
        founder.WritePerson(pki.AdminCertificate, pki.AdminKey, Security.Role.Admin, "admin");
        PemFiles.WritePublic(pki.Authorities, founder.AuthorityPem);
        return new Cluster(lab, members.ToDictionary(
            m => m.Name,
            m => new ClusterNode(lab[m.Name], CoreConfiguration.Yaml(name, m, members, lab.Topology, store))));
    }

    /// <summary>Returns where the administrator's certificate is.</summary>
    public static PkiDirectory AdminPki(Lab lab) => new(Path.Combine(lab.Directory, "pki"));

    /// <summary>Returns the status that a node tells.</summary>
    public async Task<GetStatusResponse> StatusAsync(string node) =>
        Json.Parse<GetStatusResponse>((await StatusAsync(node, "--output", "json")).Output);

    /// <summary>Runs <c>mkctl status</c>, whose exit code may tell of problems of the cluster.</summary>
    public async Task<CommandResult> StatusAsync(string node, params string[] options)
    {
        var result = await Nodes[node].MkctlAsync(["status", .. options]);
        return result.ExitCode is ExitWithWarnings or ExitWithCritical ? result : result.EnsureSuccess();
    }

    /// <summary>Returns the events that are kept, the oldest first, as a node tells them.</summary>
    public async Task<IReadOnlyList<Event>> EventsAsync(string node) => EventsJson.Parse(
        (await Nodes[node].MkctlAsync("events", "--output", "json")).EnsureSuccess().Output);

    /// <summary>Waits until a node tells a status that fits, and returns it.</summary>
    /// <exception cref="TimeoutException">It told none in time; the message has the last.</exception>
    public async Task<GetStatusResponse> WaitForAsync(
        string node, Func<GetStatusResponse, bool> fits, string expected, TimeSpan timeout)
    {
        var last = "nothing";
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < timeout; await Task.Delay(PollInterval))
        {
            try
            {
                var status = await StatusAsync(node);
                if (fits(status))
                {
                    return status;
                }

                last = status.ToString();
            }
            catch (CommandFailedException e)
            {
                // Its core does not answer yet.
                last = e.Message;
            }
        }

        throw new TimeoutException($"Expected of {node} within {timeout}: {expected}. It last told: {last}");
    }

    /// <summary>Waits until every node is online, as a node tells.</summary>
    public Task<GetStatusResponse> WaitUntilFormedAsync(string node, TimeSpan timeout) => WaitForAsync(
        node,
        status => status.Quorate && Nodes.Keys.All(
            name => status.Nodes.Any(n => n.Name == name && n.State == NodeState.Online)),
        "a quorum and every node online",
        timeout);
}
