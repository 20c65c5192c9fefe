using Microkernel.Model.Manifests;
using Microkernel.V1;

namespace Microkernel.Model.Tests.Manifests;

public class ManifestReaderTests
{
    [Fact]
    public void Read_EveryFormOfAValue_IsUnderstood()
    {
        var o = ManifestReader.Read("""
            apiVersion: microkernel/v1
            kind: Resource
            metadata: {name: web, labels: {tier: 1}}
            spec:
              agent: ocf:heartbeat:IPaddr2
              parameters: {ip: 10.1.4.150, mode: 0755, quiet: yes, none: ""}
              secret_parameters: {passwd: {secret: s, key: k}}
              operations:
              - {operation: monitor, interval: 500ms, timeout: 1m30s, on_fail: fence}
              - {operation: OPERATION_START, onFail: ON_FAIL_STANDBY}
              targetRole: stopped
              managed: false
              stickiness: -infinity
              failureTimeout: 0
            """).Single().Object;

        Assert.Equal(("Resource", "web", "1"), (o.KindName(), o.Name(), o.Metadata.Labels["tier"]));
        Assert.Equal(("10.1.4.150", "0755"), (o.Resource.Parameters["ip"], o.Resource.Parameters["mode"]));
        Assert.Equal(("yes", ""), (o.Resource.Parameters["quiet"], o.Resource.Parameters["none"]));
        Assert.Equal("k", o.Resource.SecretParameters["passwd"].Key);
        Assert.Equal(TimeSpan.FromMilliseconds(500), o.Resource.Operations[0].Interval.ToTimeSpan());
        Assert.Equal(TimeSpan.FromSeconds(90), o.Resource.Operations[0].Timeout.ToTimeSpan());
        Assert.Equal((Operation.Start, OnFail.Standby),
            (o.Resource.Operations[1].Operation, o.Resource.Operations[1].OnFail));
        Assert.Equal(TargetRole.Stopped, o.Resource.TargetRole);
        Assert.True(o.Resource is { HasManaged: true, Managed: false });
        Assert.Equal(Scores.MinusInfinity, o.Resource.Stickiness);
        Assert.Equal(TimeSpan.Zero, o.Resource.FailureTimeout.ToTimeSpan());
    }

    [Theory]
    [InlineData("targetRole: stoped", "spec.targetRole", 5, 15, "did you mean Stopped?")]
    [InlineData("agnt: lsb:x", "spec.agnt", 5, 3, "did you mean agent?")]
    [InlineData("secretparams: {}", "spec.secretparams", 5, 3, "Unknown field")]
    [InlineData("priority: high", "spec.priority", 5, 13, "expected a whole number from -1000000")]
    [InlineData("priority: 1000001", "spec.priority", 5, 13, "out of range")]
    [InlineData("priority: 1.5", "spec.priority", 5, 13, "not whole")]
    [InlineData("migrationThreshold: -1", "spec.migrationThreshold", 5, 23, "0 or more")]
    [InlineData("failureTimeout: 20", "spec.failureTimeout", 5, 19, "20s for seconds, 20ms for milliseconds")]
    [InlineData("failureTimeout: 20 s", "spec.failureTimeout", 5, 19, "as 500ms, 20s, 1m30s or 2h")]
    [InlineData("managed: yes", "spec.managed", 5, 12, "expected true or false")]
    [InlineData("managed: \"true\"", "spec.managed", 5, 12, "expected true or false")]
    [InlineData("parameters: [a]", "spec.parameters", 5, 15, "A mapping is needed, this is a list")]
    [InlineData("parameters: {ip: }", "spec.parameters.ip", 5, 20, "There is no value")]
    [InlineData("parameters: {ip: {a: b}}", "spec.parameters.ip", 5, 20, "A single value is needed")]
    [InlineData("operations: {}", "spec.operations", 5, 15, "A list is needed")]
    [InlineData("operations: [{operation: 1}]", "spec.operations[0].operation", 5, 28, "one of Start, Stop, Monitor")]
    [InlineData("operations: [{operation: unspecified}]", "spec.operations[0].operation", 5, 28, "one of Start")]
    [InlineData("operations: [{timeout: 5}]", "spec.operations[0].timeout", 5, 26, "found \"5\"")]
    [InlineData("target_role: Started\n  targetRole: Started", "spec.targetRole", 6, 3, "here twice")]
    public void Read_WrongField_SaysWhereAndWhatWasExpected(
        string field, string path, int line, int column, string part)
    {
        var text = $"# a comment\nkind: Resource\nmetadata: {{name: web}}\nspec:\n  {field}\n";

        var problem = Assert.Single(Problems(text));

        Assert.Equal(("web.yaml", path, line, column), (problem.File, problem.Path, problem.Line, problem.Column));
        Assert.Contains(part, problem.ToString(), StringComparison.Ordinal);
        Assert.StartsWith($"web.yaml:{line}:{column}: {path}: ", problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kind: resource", "did you mean Resource?")]
    [InlineData("kind: Pod", "one of Cluster, Node, Ring")]
    [InlineData("kind: [a]", "The kind is a list")]
    [InlineData("metadata: {name: a}", "kind: Missing")]
    [InlineData("hello", "a mapping with kind, metadata and spec")]
    [InlineData("kind: Node\nsepc: {}", "did you mean spec?")]
    [InlineData("kind: Node\napiVersion: v1", "expected microkernel/v1")]
    [InlineData("kind: Node\nkind: Node", "first on line 1")]
    [InlineData("kind: Node\nspec: a", "A mapping is needed")]
    [InlineData("kind: &a Node", "Anchors")]
    [InlineData("kind: *a", "aliases")]
    [InlineData("kind: !!str Node", "Tags are not read")]
    [InlineData("kind: Node\nspec: {? [a] : b}", "A key is a list or a mapping")]
    [InlineData("kind: Node\n spec: {}", "Not well-formed YAML")]
    [InlineData("kind: Node\nmetadata: {name: a\nspec: {}\n", "Not well-formed YAML")]
    [InlineData("kind: \"Node", "Not well-formed YAML")]
    [InlineData("kind: Node\nmetadata: {name: a\u0000b}",
        "web.yaml:2:19: Not a text: it has the control character U+0000")]
    public void Read_WrongDocument_SaysWhy(string text, string part) =>
        Assert.Contains(part, string.Join('\n', Problems(text)), StringComparison.Ordinal);

    [Fact]
    public void Read_SeveralProblems_ListsAllInOrder()
    {
        var problems = Problems(
            "kind: Node\nspec: {id: a, standy: true}\n---\nkind: Nod\n---\nkind: Node\nspec: {role: x}\n");

        Assert.Equal([2, 2, 4, 7], problems.Select(p => p.Line));
    }

    [Fact]
    public void Read_WrongSecret_NeverRepeatsTheValue()
    {
        var problems = Problems("kind: Secret\nmetadata: {name: s}\nspec: {values: hunter2}\n")
            .Concat(Problems("kind: Secret\nmetadata: {name: s}\nspec: {values: {k: [hunter2]}}\n"))
            .Concat(Problems("kind: Secret\nmetadata: {name: s}\nspec: {values: {k: {hunter2: 1}}}\n"));

        Assert.All(problems, p => Assert.DoesNotContain("hunter2", p.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Read_JsonListOfObjects_ReadsEach()
    {
        var json = "{\n\t\"kind\": \"List\",\n\t\"items\": [{\"kind\":\"Node\",\"metadata\":{\"name\":\"a\\u00e9\"}},"
            + "{\"kind\":\"Node\",\"metadata\":{\"name\":\"b\\/c\"}}]}";

        Assert.Equal(["aé", "b/c"], ManifestReader.Read(json).Select(m => m.Object.Name()));
    }

    [Fact]
    public void Read_EmptyDocuments_AreNoObjects() =>
        Assert.Empty(ManifestReader.Read("# nothing\n---\n---\n# here\n"));

    [Fact]
    public void Locate_FieldOrTheNearestAroundIt_GivesItsPlace()
    {
        var manifest = ManifestReader.Read("kind: Resource\nmetadata: {name: a}\nspec:\n  agent: lsb:x\n").Single();

        Assert.Equal((4, 10), manifest.Locate("spec.agent"));
        Assert.Equal((4, 3), manifest.Locate("spec.operations[0].timeout"));
        Assert.Equal((1, 1), manifest.Locate("nowhere"));
    }

    private static IReadOnlyList<ManifestProblem> Problems(string text) =>
        Assert.Throws<ManifestException>(() => ManifestReader.Read(text, "web.yaml")).Problems;
}
