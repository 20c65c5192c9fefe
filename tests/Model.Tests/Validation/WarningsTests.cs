using Microkernel.Model.Manifests;
using Microkernel.Model.Validation;

namespace Microkernel.Model.Tests.Validation;

public class WarningsTests
{
    private const string TwoFencedNodes = """
        {kind: Node, metadata: {name: a}, spec: {id: 1}}
        ---
        {kind: Node, metadata: {name: b}, spec: {id: 2}}
        ---
        {kind: FenceDevice, metadata: {name: da}, spec: {agent: fence_x, delay: 2s}}
        ---
        {kind: FenceDevice, metadata: {name: db}, spec: {agent: fence_x}}
        ---
        {kind: FencingLevel, metadata: {name: a-1}, spec: {node: a, level: 1, devices: [{device: da}]}}
        ---
        {kind: FencingLevel, metadata: {name: b-1}, spec: {node: b, level: 1, devices: [{device: db}]}}
        """;

    [Fact]
    public void Find_SoundConfiguration_HasNone() => Assert.Empty(Find(TwoFencedNodes));

    [Theory]
    [InlineData("{kind: Node, metadata: {name: c}}", "Node/c: no FencingLevel names it")]
    [InlineData("{kind: Cluster, metadata: {name: cluster}, spec: {fencingEnabled: false}}", "fencing is off")]
    [InlineData("{kind: Cluster, metadata: {name: cluster}, spec: {maintenance: true}}", "maintenance is on")]
    [InlineData("{kind: FenceDevice, metadata: {name: u}, spec: {agent: fence_x}}",
        "FenceDevice/u: no FencingLevel uses it")]
    [InlineData("{kind: Ring, metadata: {name: r}, spec: {addresses: [{node: a, address: 10.0.0.1}]}}",
        "it is the only ring")]
    [InlineData("{kind: Ring, metadata: {name: r}, spec: {addresses: [{node: a, address: 10.0.0.1}]}}",
        "Node/b has no address on it")]
    [InlineData("{kind: Resource, metadata: {name: x}, spec: {agent: \"ocf:a:b\", parameters: {Password: p}}}",
        "spec.parameters.Password looks like a secret")]
    [InlineData("{kind: Order, metadata: {name: o}, spec: {first: x, then: y}}",
        "no Colocation says that they run on the same node")]
    public void Find_WhatSurprises_IsTold(string addition, string part) =>
        Assert.Contains(Find($"{TwoFencedNodes}\n---\n{addition}"), w => w.Contains(part, StringComparison.Ordinal));

    [Fact]
    public void Find_TwoNodesDelayedEqually_WarnsOfAShootOut() => Assert.Contains(
        "may shoot each other",
        Assert.Single(Find(TwoFencedNodes.Replace(", delay: 2s", "", StringComparison.Ordinal))),
        StringComparison.Ordinal);

    [Fact]
    public void Find_AgentThatProvesNothing_IsTold() => Assert.Contains(
        Find(TwoFencedNodes.Replace("fence_x", "fence_manual", StringComparison.Ordinal)),
        w => w.Contains("fence_manual never proves that a node is off", StringComparison.Ordinal));

    private static IReadOnlyList<string> Find(string yaml) =>
        Warnings.Find([.. ManifestReader.Read(yaml).Select(m => m.Object)]);
}
