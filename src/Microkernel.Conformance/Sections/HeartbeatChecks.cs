using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Driver.V1;

namespace Microkernel.Conformance.Sections;

/// <summary>Rings, on addresses of the loopback interface.</summary>
internal static class HeartbeatChecks
{
    private const uint Port = 54_055;

    private static readonly (string What, string Field, Action<ConfigureRequest> Spoil)[] Spoilt =
    [
        ("without a version", "version", r => r.Version = 0),
        ("without the driver's generation", "driver_generation", r => r.DriverGeneration = 0),
        ("without a cluster", "cluster", r => r.Cluster = ""),
        ("without a node", "node", r => r.Node = ""),
        ("without a core epoch", "core_epoch", r => r.CoreEpoch = 0),
        ("with rings and no key", "keys", r => r.Keys.Clear()),
        ("with a key that is too short", "secret", r => r.Keys[0].Secret = ByteString.CopyFromUtf8("short")),
        ("with an interval out of range", "interval", r => r.Interval = TimeSpan.FromMilliseconds(1).ToDuration()),
        ("with a timeout below three intervals", "timeout", r => r.Timeout =
            TimeSpan.FromMilliseconds(200).ToDuration()),
        ("with an address that is none", "local_address", r => r.Rings[0].LocalAddress = "nowhere"),
        ("with a ring without a name", "name", r => r.Rings[0].Name = ""),
        ("with a member without an address", "address", r => r.Rings[0].Members[0].Address = ""),
    ];

    public static IReadOnlyList<Check> All { get; } = Create();

    private static IReadOnlyList<Check> Create()
    {
        var list = new CheckList("Heartbeat")
            .Add("Goodbye is refused while nothing is configured.", s =>
            {
                s.Needs(Capability.Heartbeat);
                return Expect.RefusalAsync(StatusCode.FailedPrecondition, s.Heartbeat.LeaveAsync(
                    new LeaveRequest(), deadline: s.Soon, cancellationToken: s.Cancel));
            }, "Leave FAILED_PRECONDITION")
            .Add("A good configuration is taken, and its peers are in the snapshot.", async s =>
            {
                await Expect.AnswerAsync(Configure(s));
                var deadline = s.Soon;
                while (!(await SnapshotAsync(s)).Peers.Any(peer => peer.Node == "node2"))
                    Expect.That(DateTime.UtcNow < deadline, "node2 among the peers", "it is not");
            });
        foreach (var (what, field, spoil) in Spoilt)
            list.Add($"A configuration {what} is refused by that field's name; the last good one goes on.", s =>
                Expect.RefusalAsync(StatusCode.InvalidArgument, Configure(s, spoil), field),
                    "Configure INVALID_ARGUMENT");
        return list
            .Add("A configuration of a lower version is refused.", async s =>
            {
                await Expect.AnswerAsync(Configure(s));
                await Expect.RefusalAsync(
                    StatusCode.Aborted, Configure(s, r => r.Version = s.Version - 2), "version");
            }, "Configure ABORTED")
            .Add("A configuration under another generation than the active one is refused: the instance is fenced "
                + "off.", s =>
                Expect.RefusalAsync(
                    StatusCode.FailedPrecondition, Configure(s, r => r.DriverGeneration = s.Generation - 1)),
                "Configure FAILED_PRECONDITION")
            .Add("An address that is not on this node is a problem of its ring, and the configuration is taken.",
                async s =>
            {
                // TEST-NET-1 (RFC 5737): on no node.
                var answer = await Expect.AnswerAsync(Configure(s, r =>
                {
                    r.Rings[0].LocalAddress = "192.0.2.1";
                    r.Rings[0].Members[0].Address = "192.0.2.2";
                }));
                Expect.That(answer.Problems.Any(problem => problem.Ring == "verify"), "a problem of ring verify",
                    answer);
            }, "Configure OK")
            .Add("An instance that becomes an observer has no rings any more.", async s =>
            {
                await Expect.AnswerAsync(Configure(s));
                await s.ActivateAsync(Activation.Observer);
                var peers = (await SnapshotAsync(s)).Peers;
                await s.ActivateAsync(Activation.Active);
                Expect.That(peers.Count == 0, "no peers", string.Join(", ", peers.Select(peer => peer.Node)));
            })
            .Add("Goodbye is said, and a configuration takes it back.", async s =>
            {
                await Expect.AnswerAsync(Configure(s));
                await Expect.AnswerAsync(s.Heartbeat.LeaveAsync(new LeaveRequest(), deadline: s.Soon,
                    cancellationToken: s.Cancel));
                await Expect.AnswerAsync(Configure(s));
            })
            .Add("A configuration without rings stops them.", s =>
                Expect.AnswerAsync(Configure(s, r => r.Rings.Clear())))
            .Checks;
    }

    /// <summary>Sends a configuration that is well-formed unless it is spoilt.</summary>
    public static AsyncUnaryCall<ConfigureResponse> Configure(Subject s, Action<ConfigureRequest>? change = null)
    {
        s.Needs(Capability.Heartbeat);
        var request = new ConfigureRequest
        {
            Version = ++s.Version,
            DriverGeneration = s.Generation,
            Cluster = "conformance",
            Node = "node1",
            CoreEpoch = s.Epoch,
            Keys = { new HeartbeatKey { Id = 1, Secret = ByteString.CopyFromUtf8(s.Secret[..32]) } },
            Interval = TimeSpan.FromMilliseconds(100).ToDuration(),
            Timeout = TimeSpan.FromSeconds(1).ToDuration(),
            Rings =
            {
                new RingConfiguration
                {
                    Name = "verify",
                    Port = Port,
                    LocalAddress = "127.0.0.1",
                    Members = { new RingMember { Node = "node2", Address = "127.0.0.2" } },
                },
            },
        };
        change?.Invoke(request);
        return s.Heartbeat.ConfigureAsync(request, deadline: s.Soon, cancellationToken: s.Cancel);
    }

    private static async Task<StateSnapshot> SnapshotAsync(Subject s)
    {
        using var stream = StateStreamChecks.Open(s, TimeSpan.FromSeconds(1));
        return (await StateStreamChecks.NextAsync(s, stream)).Snapshot;
    }
}
