using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microkernel.Driver.V1;
using Microkernel.Drivers.Heartbeat.Configuration;

namespace Microkernel.Drivers.Heartbeat.Tests.Configuration;

public sealed class ConfigurationReaderTests
{
    public static TheoryData<string, string, Action<ConfigureRequest>> Wrong => new()
    {
        { "version:", "at least 1", request => request.Version = 0 },
        { "core_epoch:", "at least 1", request => request.CoreEpoch = 0 },
        { "cluster:", "a name", request => request.Cluster = "" },
        { "node:", "a name", request => request.Node = new string('x', 300) },
        { "node:", "control", request => request.Node = "a\nb" },
        { "interval:", "10 ms to 10 s", request => request.Interval = TimeSpan.FromMilliseconds(9).ToDuration() },
        { "interval:", "10 ms to 10 s", request => request.Interval = TimeSpan.FromSeconds(11).ToDuration() },
        { "interval:", "well-formed", request => request.Interval = new Duration { Seconds = 1, Nanos = -5 } },
        { "timeout:", "three intervals", request => request.Timeout = TimeSpan.FromMilliseconds(299).ToDuration() },
        { "timeout:", "three intervals", request => request.Interval = TimeSpan.FromSeconds(1).ToDuration() },
        { "keys:", "at least one", request => request.Keys.Clear() },
        { "keys[1].id:", "no other key", request => request.Keys.Add(request.Keys[0].Clone()) },
        { "keys[0].secret:", "32 bytes", request => request.Keys[0].Secret = ByteString.Empty },
        { "rings:", "at most 8", request => Repeat(request, 9) },
        { "rings[1].name:", "no other ring", request => request.Rings.Add(request.Rings[0].Clone()) },
        { "rings[1].local_address:", "ring hb0", request => Repeat(request, 2) },
        { "rings[0].name:", "a name", request => request.Rings[0].Name = "" },
        { "rings[0].port:", "0 to 65535", request => request.Rings[0].Port = 65536 },
        { "rings[0].local_address:", "without a port", request => request.Rings[0].LocalAddress = "10.0.0.1:80" },
        { "rings[0].local_address:", "without a port", request => request.Rings[0].LocalAddress = "10.1" },
        { "rings[0].local_address:", "one host", request => request.Rings[0].LocalAddress = "0.0.0.0" },
        { "rings[0].local_address:", "one host", request => request.Rings[0].LocalAddress = "239.1.2.3" },
        { "rings[0].local_address:", "one host", request => request.Rings[0].LocalAddress = "ff02::1" },
        { "rings[0].local_address:", "10.0.0.1", request => request.Rings[0].LocalAddress = "::ffff:10.0.0.1" },
        { "rings[0].members:", "at least one", request => request.Rings[0].Members.Clear() },
        { "rings[0].members[0].node:", "itself", request => request.Rings[0].Members[0].Node = "n1" },
        { "rings[0].members[0].address:", "family", request => request.Rings[0].Members[0].Address = "fd00::1" },
        { "rings[0].members[0].address:", "own", request => request.Rings[0].Members[0].Address = "10.0.0.1" },
        { "rings[0].members[0].address:", "loopback", request => request.Rings[0].Members[0].Address = "127.0.1.1" },
        { "rings[0].members[1].node:", "once", request => Join(request, "n2", "10.0.0.3") },
        { "rings[0].members[1].address:", "n2", request => Join(request, "n3", "10.0.0.2") },
    };

    [Fact]
    public void Read_OnlyRequired_TakesDefaults()
    {
        var configuration = ConfigurationReader.Read(Request());

        Assert.Equal(TimeSpan.FromMilliseconds(100), configuration.Interval);
        Assert.Equal(TimeSpan.FromMilliseconds(450), configuration.Timeout);
        Assert.Equal(5405, configuration.Rings[0].Local.Port);
    }

    [Fact]
    public void Read_NoRings_NeedsNoKeys()
    {
        var request = Request();
        request.Rings.Clear();
        request.Keys.Clear();

        Assert.Empty(ConfigurationReader.Read(request).Rings);
    }

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Read_Wrong_NamesFieldAndExpectation(string field, string expected, Action<ConfigureRequest> spoil)
    {
        var request = Request();
        spoil(request);

        var refused = Assert.Throws<RpcException>(() => ConfigurationReader.Read(request));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.StartsWith(field, refused.Status.Detail, StringComparison.Ordinal);
        Assert.Contains(expected, refused.Status.Detail, StringComparison.Ordinal);
    }

    private static ConfigureRequest Request() => new()
    {
        Version = 1,
        DriverGeneration = 1,
        Cluster = "c",
        Node = "n1",
        CoreEpoch = 1,
        Keys = { new HeartbeatKey { Id = 1, Secret = ByteString.CopyFrom(new byte[32]) } },
        Rings =
        {
            new RingConfiguration
            {
                Name = "hb0",
                LocalAddress = "10.0.0.1",
                Members = { new RingMember { Node = "n2", Address = "10.0.0.2" } },
            },
        },
    };

    private static void Repeat(ConfigureRequest request, int count)
    {
        while (request.Rings.Count < count)
        {
            var ring = request.Rings[0].Clone();
            ring.Name = $"hb{request.Rings.Count}";
            request.Rings.Add(ring);
        }
    }

    private static void Join(ConfigureRequest request, string node, string address) =>
        request.Rings[0].Members.Add(new RingMember { Node = node, Address = address });
}
