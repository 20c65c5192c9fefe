using Google.Protobuf.WellKnownTypes;
using Microkernel.V1;

namespace Microkernel.Cli.Tests.StatusView;

/// <summary>States of a cluster of two members and a witness.</summary>
internal static class SampleStatus
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 14, 3, 12, TimeSpan.Zero);

    /// <summary>Returns a cluster that needs nobody.</summary>
    public static GetStatusResponse Healthy() => new()
    {
        Cluster = "vmcluster",
        Node = "vapp1",
        Quorate = true,
        Leader = "vapp1",
        Term = 4,
        Revision = 117,
        Voters = 3,
        Quorum = 2,
        Time = Timestamp.FromDateTimeOffset(Now),
        Nodes =
        {
            Node("vapp1", 1, NodeState.Online, leader: true), Node("vapp2", 2, NodeState.Online),
            Node("witness", 3, NodeState.Online, witness: true),
        },
        Rings = { Ring("hb0", 1), Ring("hb1", 2) },
        Resources =
        {
            Resource("ip-10.1.4.150", "ocf:heartbeat:IPaddr2", "VirtualHTTP"),
            Resource("http", "lsb:httpd", "VirtualHTTP"),
        },
        FenceDevices =
        {
            new FenceDeviceStatus { Name = "manual", Agent = "fence_lab", LastAnswer = Ago(TimeSpan.FromSeconds(12)) },
        },
    };

    /// <summary>Returns a cluster that has lost a node, cannot fence it, and has a resource that fails.</summary>
    public static GetStatusResponse Troubled()
    {
        var status = Healthy();
        status.Nodes[1] = Node("vapp2", 2, NodeState.Unclean);
        status.Nodes[1].Since = Ago(TimeSpan.FromSeconds(12));
        status.Nodes[1].Reason = "silent on every ring for 12 s";
        status.Nodes[1].Drivers[1].State = DriverState.Unreachable;
        foreach (var ring in status.Rings)
        {
            ring.Peers[0].Heard = false;
            ring.Peers[0].LossRatio = 1;
        }

        status.Resources[0].State = RunState.Unclean;
        status.Resources[0].Nodes[0] = "vapp2";
        status.Resources[0].Reason = "vapp2 is not fenced yet: it may still run there";
        status.Resources[1].State = RunState.Failed;
        status.Resources[1].Reason = "failed 3 times on vapp1";
        status.Resources[1].Failures.Add(new ResourceFailure
        {
            Node = "vapp1",
            Count = 3,
            Operation = "start",
            ExitCode = 1,
            Reason = "the script ended with 1",
            Output = "Starting httpd\n(98)Address already in use: could not bind to address [::]:80\u001b[2J\nfailed\n",
            Time = Ago(TimeSpan.FromMinutes(2)),
        });
        status.FenceDevices[0].Reason = "fence_lab: no route to host";
        status.Transition = new TransitionStatus { Id = 12, Done = 1, Total = 5, Running = { "fence vapp2" } };
        status.Problems.Add(new Problem
        {
            Code = "MK-NODE-UNCLEAN",
            Severity = Severity.Critical,
            About = new ObjectReference { Kind = "Node", Name = "vapp2" },
            Message = "vapp2 may still run anything: silent on every ring for 12 s. Fencing failed 2 times: fence_lab: "
                + "no route to host. Nothing of it is recovered until it is fenced.",
            Remedy = "If it is surely off: mkctl fence confirm vapp2. To try again: mkctl fence vapp2.",
        });
        status.Problems.Add(new Problem
        {
            Code = "MK-RESOURCE-FAILURES",
            Severity = Severity.Warning,
            About = new ObjectReference { Kind = "Resource", Name = "http" },
            Message = "start of http failed 3 times on vapp1: the script ended with 1",
            Remedy = "Mend the cause, then: mkctl cleanup http",
        });
        return status;
    }

    /// <summary>Returns a cluster with many groups and resources, two of which stand out.</summary>
    public static GetStatusResponse Large()
    {
        var status = Healthy();
        status.Resources.Clear();
        for (var i = 0; i < 5; i++)
        {
            status.Resources.Add(Resource($"ip-{i}", "ocf:heartbeat:IPaddr2", $"service-{i}"));
            status.Resources.Add(Resource($"app-{i}", "lsb:app", $"service-{i}"));
        }

        for (var i = 0; i < 50; i++)
        {
            var node = i % 2 == 0 ? "vapp1" : "vapp2";
            status.Resources.Add(Resource($"vm-{i:00}", "ocf:heartbeat:Xen", string.Empty, node));
        }

        status.Resources[1].State = RunState.Starting;
        status.Resources[1].Reason = "waits for ip-0";
        status.Resources[20].State = RunState.Stopped;
        status.Resources[20].Nodes.Clear();
        status.Resources[20].Reason = "targetRole is Stopped";
        return status;
    }

    private static NodeStatus Node(string name, uint id, NodeState state, bool leader = false, bool witness = false)
    {
        var node = new NodeStatus
        {
            Name = name,
            Id = id,
            State = state,
            Leader = leader,
            Witness = witness,
            Version = "0.1.0",
            Since = Ago(TimeSpan.FromHours(30)),
        };
        string[] drivers = witness ? ["heartbeat"] : ["fencing", "heartbeat", "ocf"];
        node.Drivers.Add(drivers.Select(driver => new DriverStatus
        {
            Name = driver,
            Version = "0.1.0",
            State = DriverState.Active,
            InstanceId = $"{name}-{driver}",
            Pid = 100 + id,
            Generation = 1,
            Since = Ago(TimeSpan.FromHours(30)),
            Capabilities = { driver == "ocf" ? "resources" : driver },
        }));
        return node;
    }

    private static RingStatus Ring(string name, int number) => new()
    {
        Name = name,
        Peers = { Peer("vapp2", $"10.20.{number}.2"), Peer("witness", $"10.20.{number}.3") },
    };

    private static RingPeerStatus Peer(string node, string address) => new()
    {
        Node = node,
        Heard = true,
        LossRatio = 0.0004,
        Address = address,
        RoundTrip = Duration.FromTimeSpan(TimeSpan.FromMicroseconds(210)),
    };

    private static ResourceStatus Resource(string name, string agent, string group, string node = "vapp1") => new()
    {
        Name = name,
        Agent = agent,
        Group = group,
        State = RunState.Started,
        Managed = true,
        Nodes = { node },
        Since = Ago(TimeSpan.FromMinutes(4.5)),
    };

    private static Timestamp Ago(TimeSpan age) => Timestamp.FromDateTimeOffset(Now - age);
}
