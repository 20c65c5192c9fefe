using Google.Protobuf.WellKnownTypes;
using Microkernel.Model.Manifests;
using Microkernel.Model.Validation;

namespace Microkernel.Model.Tests.Validation;

public class ObjectValidatorTests
{
    private static readonly string Good = """
        {kind: Cluster, metadata: {name: cluster}, spec: {heartbeatInterval: 50ms, heartbeatTimeout: 150ms}}
        --- {kind: Node, metadata: {name: a}, spec: {id: 1}}
        --- {kind: Node, metadata: {name: b}, spec: {id: 2}}
        --- {kind: Node, metadata: {name: w}, spec: {id: 3, role: Witness}}
        --- {kind: Ring, metadata: {name: r0}, spec: {addresses: [{node: a, address: 10.0.0.1}, {node: b, address: 10.0.0.2}]}}
        --- {kind: Secret, metadata: {name: s}, spec: {values: {k: v}}}
        --- {kind: FenceDevice, metadata: {name: d}, spec: {agent: fence_x, secretParameters: {passwd: {secret: s, key: k}}}}
        --- {kind: FencingLevel, metadata: {name: a-1}, spec: {node: a, level: 1, devices: [{device: d}]}}
        --- {kind: Resource, metadata: {name: x}, spec: {agent: "ocf:heartbeat:Dummy", operations: [{operation: Monitor, interval: 1s}]}}
        --- {kind: Resource, metadata: {name: y}, spec: {agent: "lsb:/etc/init.d/y"}}
        --- {kind: Resource, metadata: {name: z}, spec: {agent: "systemd:getty@tty1.service"}}
        --- {kind: Group, metadata: {name: g}, spec: {members: [x, y]}}
        --- {kind: Location, metadata: {name: l}, spec: {resource: g, node: a, score: 10}}
        --- {kind: Colocation, metadata: {name: c}, spec: {resource: z, with: g, score: INFINITY}}
        --- {kind: Order, metadata: {name: o}, spec: {first: g, then: z}}
        """.Replace("--- ", "---\n", StringComparison.Ordinal);

    [Fact]
    public void ValidateSet_GoodSet_HasNoProblems() => Assert.Empty(Validate(Good));

    [Theory]
    [InlineData("{kind: Node, metadata: {name: -a}}", "metadata.name", "Not a name")]
    [InlineData("{kind: Node, metadata: {}}", "metadata.name", "Missing")]
    [InlineData("{kind: Node, metadata: {name: n, labels: {\"\": x}}}", "metadata.labels", "Not a key")]
    [InlineData("{kind: Node, metadata: {name: n}, spec: {id: 65}}", "spec.id", "1 to 64")]
    [InlineData("{kind: Node, metadata: {name: n}, spec: {id: 2}}", "spec.id", "the other is Node/b")]
    [InlineData("{kind: Node, metadata: {name: a}, spec: {id: 9}}", "metadata.name", "Node/a is declared twice")]
    [InlineData("{kind: Cluster, metadata: {name: mine}}", "metadata.name", "There is one Cluster")]
    [InlineData("{kind: Ring, metadata: {name: r}}", "spec.addresses", "Missing")]
    [InlineData("{kind: Ring, metadata: {name: r}, spec: {addresses: [{node: a, address: 10.1}]}}", "spec.addresses[0].address", "Not an IP address")]
    [InlineData("{kind: Ring, metadata: {name: r}, spec: {addresses: [{node: a, address: 10.9.0.1:80}]}}", "spec.addresses[0].address", "without a port")]
    [InlineData("{kind: Ring, metadata: {name: r}, spec: {addresses: [{node: a, address: 10.0.0.1}]}}", "spec.addresses[0].address", "Ring/r0 has this address")]
    [InlineData("{kind: Ring, metadata: {name: r}, spec: {addresses: [{node: a, address: 10.9.0.1}, {node: b, address: 10.9.0.1}]}}", "spec.addresses[1].address", "Two nodes")]
    [InlineData("{kind: Ring, metadata: {name: r}, spec: {addresses: [{node: a, address: 10.9.0.1}, {node: b, address: \"fd00::1\"}]}}", "spec.addresses[1].address", "mix")]
    [InlineData("{kind: Ring, metadata: {name: r}, spec: {port: 65536, addresses: [{node: a, address: 10.9.0.1}]}}", "spec.port", "Not a UDP port")]
    [InlineData("{kind: Ring, metadata: {name: r}, spec: {addresses: [{node: q, address: 10.9.0.1}]}}", "spec.addresses[0].node", "no such Node")]
    [InlineData("{kind: FenceDevice, metadata: {name: f}, spec: {agent: /bin/sh}}", "spec.agent", "as fence_ipmilan")]
    [InlineData("{kind: FenceDevice, metadata: {name: f}}", "spec.agent", "Missing")]
    [InlineData("{kind: FenceDevice, metadata: {name: f}, spec: {agent: f, timeout: 0s}}", "spec.timeout", "more than 0s")]
    [InlineData("{kind: FenceDevice, metadata: {name: f}, spec: {agent: f, timeout: -1s}}", "spec.timeout", "Out of range")]
    [InlineData("{kind: FenceDevice, metadata: {name: f}, spec: {agent: f, secretParameters: {p: {secret: t, key: k}}}}", "spec.secretParameters.p.secret", "no such Secret (did you mean s?)")]
    [InlineData("{kind: FenceDevice, metadata: {name: f}, spec: {agent: f, secretParameters: {p: {secret: s, key: q}}}}", "spec.secretParameters.p.key", "one of k")]
    [InlineData("{kind: FenceDevice, metadata: {name: f}, spec: {agent: f, parameters: {p: x}, secretParameters: {p: {secret: s, key: k}}}}", "spec.secretParameters.p", "both plain and secret")]
    [InlineData("{kind: FencingLevel, metadata: {name: f}, spec: {node: a, level: 1, devices: [{device: d}]}}", "spec.level", "by FencingLevel/a-1")]
    [InlineData("{kind: FencingLevel, metadata: {name: f}, spec: {node: a, level: 10, devices: [{device: d}]}}", "spec.level", "1 to 9")]
    [InlineData("{kind: FencingLevel, metadata: {name: f}, spec: {node: a, level: 2}}", "spec.devices", "Missing")]
    [InlineData("{kind: FencingLevel, metadata: {name: f}, spec: {node: a, level: 2, devices: [{device: e}]}}", "spec.devices[0].device", "no such FenceDevice")]
    [InlineData("{kind: Resource, metadata: {name: r}, spec: {agent: nginx}}", "spec.agent", "ocf:PROVIDER:TYPE")]
    [InlineData("{kind: Resource, metadata: {name: r}, spec: {agent: \"ocf:heartbeat:../x\"}}", "spec.agent", "Not the full name")]
    [InlineData("{kind: Resource, metadata: {name: r}, spec: {agent: \"lsb:/etc/../bin/sh\"}}", "spec.agent", "Not the full name")]
    [InlineData("{kind: Resource, metadata: {name: r}, spec: {agent: \"lsb:a b\"}}", "spec.agent", "Not the full name")]
    [InlineData("{kind: Resource, metadata: {name: g}, spec: {agent: \"lsb:g\"}}", "metadata.name", "Group/g has this one")]
    [InlineData("{kind: Resource, metadata: {name: r}, spec: {agent: \"lsb:r\", operations: [{operation: Start, interval: 1s}]}}", "spec.operations[0].interval", "Start does not recur")]
    [InlineData("{kind: Resource, metadata: {name: r}, spec: {agent: \"lsb:r\", operations: [{operation: Stop}, {operation: Stop}]}}", "spec.operations[1].operation", "twice")]
    [InlineData("{kind: Resource, metadata: {name: r}, spec: {agent: \"lsb:r\", operations: [{timeout: 1s}]}}", "spec.operations[0].operation", "Missing")]
    [InlineData("{kind: Resource, metadata: {name: r}, spec: {agent: \"lsb:r\", operations: [{operation: Stop, onFail: Ignore}]}}", "spec.operations[0].onFail", "run twice")]
    [InlineData("{kind: Resource, metadata: {name: r}, spec: {agent: \"lsb:r\", failureTimeout: 169h}}", "spec.failureTimeout", "0s to 168h")]
    [InlineData("{kind: Group, metadata: {name: h}, spec: {members: [z, z]}}", "spec.members[1]", "in this group twice")]
    [InlineData("{kind: Group, metadata: {name: h}, spec: {members: [x]}}", "spec.members[0]", "Group/g has this resource")]
    [InlineData("{kind: Group, metadata: {name: h}, spec: {members: [g]}}", "spec.members[0]", "no such Resource")]
    [InlineData("{kind: Group, metadata: {name: h}, spec: {members: []}}", "spec.members", "Missing")]
    [InlineData("{kind: Location, metadata: {name: m}, spec: {resource: q, node: a, score: 1}}", "spec.resource", "no such Resource or Group")]
    [InlineData("{kind: Location, metadata: {name: m}, spec: {resource: x, node: a}}", "spec.score", "0, which says nothing")]
    [InlineData("{kind: Location, metadata: {name: m}, spec: {resource: x, node: w, score: 1}}", "spec.node", "witness")]
    [InlineData("{kind: Colocation, metadata: {name: m}, spec: {resource: z, with: z, score: 1}}", "spec.with", "follow itself")]
    [InlineData("{kind: Colocation, metadata: {name: m}, spec: {resource: x, with: z, score: 1}}", "spec.with", "z -> g -> z")]
    [InlineData("{kind: Colocation, metadata: {name: m}, spec: {resource: x, with: y, score: -1}}", "spec.score", "Group/g keeps them together")]
    [InlineData("{kind: Order, metadata: {name: m}, spec: {first: z, then: z}}", "spec.then", "wait for itself")]
    [InlineData("{kind: Order, metadata: {name: m}, spec: {first: z, then: x}}", "spec.then", "x -> y -> g -> z -> x")]
    [InlineData("{kind: Order, metadata: {name: m}, spec: {first: y, then: x}}", "spec.then", "x -> y -> x")]
    [InlineData("{kind: Secret, metadata: {name: t}, spec: {values: {k: \"\"}}}", "spec.values.k", "The value is empty")]
    [InlineData("{kind: Secret, metadata: {name: t}}", "spec.values", "Missing")]
    public void ValidateSet_OneWrongObject_IsNamedByFieldPath(string wrong, string path, string part)
    {
        var problem = Assert.Single(Validate($"{Good}\n---\n{wrong}"));

        Assert.Equal(path, problem.Path);
        Assert.Contains(part, problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("heartbeatTimeout: 299ms", "spec.heartbeatTimeout", "300ms")]
    [InlineData("heartbeatInterval: 5ms", "spec.heartbeatInterval", "10ms to 10s")]
    [InlineData("operationTimeout: 0s", "spec.operationTimeout", "1ms to 24h")]
    public void Validate_ClusterTiming_IsInRange(string field, string path, string part)
    {
        var o = ManifestReader.Read($"{{kind: Cluster, metadata: {{name: cluster}}, spec: {{{field}}}}}").Single().Object;
        var problem = Assert.Single(ObjectValidator.Validate(o));

        Assert.Equal(path, problem.Path);
        Assert.Contains(part, problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_WhatOnlyProgramsSend_IsRefusedToo()
    {
        var o = new V1.Object
        {
            Metadata = new() { Name = "a" },
            Resource = new()
            {
                Agent = "lsb:a",
                TargetRole = (V1.TargetRole)77,
                Stickiness = int.MinValue,
                FailureTimeout = new Duration { Seconds = 1, Nanos = -5 },
                Parameters = { [""] = "x", ["nul"] = "a\0b" },
            },
        };

        Assert.Equal(
            ["spec.parameters", "spec.parameters.nul", "spec.targetRole", "spec.stickiness", "spec.failureTimeout"],
            ObjectValidator.Validate(o).Select(p => p.Path));
        Assert.Equal("kind", Assert.Single(ObjectValidator.ValidateSet([new V1.Object()])).Path);
    }

    [Fact]
    public void Validate_Secret_NeverRepeatsTheValue()
    {
        var o = new V1.Object { Secret = new() { Values = { ["k"] = new string('x', 100_000) } } };

        Assert.All(
            ObjectValidator.Validate(o), p => Assert.DoesNotContain("xxx", p.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void ValidateSet_AnyObjects_NeverThrows()
    {
        var random = new Random(5);
        for (var i = 0; i < 300; i++)
        {
            var all = Enumerable.Range(0, 30).Select(_ => RandomObjects.Create(random)).ToList();
            Assert.InRange(ObjectValidator.ValidateSet(all).Count, 1, ObjectValidator.ProblemsMax);
            Warnings.Find(all);
        }
    }

    [Fact]
    public void ValidateSet_LongChainOfOrders_IsCheckedWithoutRecursion()
    {
        var all = Enumerable.Range(0, 10_000).Select(i => new V1.Object
        {
            Metadata = new() { Name = $"r{i}" }, Resource = new() { Agent = "ocf:heartbeat:Dummy" },
        }).ToList();
        all.AddRange(Enumerable.Range(1, 9_999).Select(i => new V1.Object
        {
            Metadata = new() { Name = $"o{i}" }, Order = new() { First = $"r{i - 1}", Then = $"r{i}" },
        }));

        Assert.Empty(ObjectValidator.ValidateSet(all));
        all[^1].Order.Then = "r0";
        Assert.Contains("waits for itself", Assert.Single(ObjectValidator.ValidateSet(all)).Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<FieldProblem> Validate(string yaml) =>
        ObjectValidator.ValidateSet([.. ManifestReader.Read(yaml).Select(m => m.Object)]);
}
