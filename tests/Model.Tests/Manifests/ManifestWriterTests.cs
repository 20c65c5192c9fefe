using Microkernel.Model.Manifests;

namespace Microkernel.Model.Tests.Manifests;

public class ManifestWriterTests
{
    private const string Yaml = """
        # From cluster.conf:22
        apiVersion: microkernel/v1
        kind: Resource
        metadata:
          name: web
        spec:
          agent: ocf:heartbeat:IPaddr2 # was <ip>
          parameters:
            ip: 10.1.4.150
            mac: "00:11:22:33:44:55"
            mode: "0755"
            options: rw,no_root_squash
          operations:
          - operation: Monitor
            interval: 1m30s
            timeout: 500ms
          targetRole: Stopped
          managed: true
          stickiness: INFINITY

        """;

    [Fact]
    public void ToYaml_AllForms_AreAsPeopleWriteThem()
    {
        var comments = new Dictionary<string, string> { ["spec.agent"] = "was <ip>" };
        var read = ManifestReader.Read(Yaml).Single().Object;

        Assert.Equal(
            Yaml.ReplaceLineEndings("\n"),
            ManifestWriter.ToYaml([new CommentedObject(read, ["From cluster.conf:22"], comments)]));
    }

    [Fact]
    public void ToJson_OneObject_IsOneObject()
    {
        var node = new V1.Object { Metadata = new() { Name = "a" }, Node = new() { Id = 1, Standby = true } };

        Assert.Equal(
            """{"apiVersion":"microkernel/v1","kind":"Node","metadata":{"name":"a"},"spec":{"id":1,"standby":true}}""",
            ManifestWriter.ToJson([node]).Replace("\n", "", StringComparison.Ordinal)
                .Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void ToYaml_AnyMessage_IsWrittenInTheSameStyle()
    {
        var status = new V1.NodeStatus { Name = "a", State = V1.NodeState.Online, Leader = true };

        Assert.Equal("name: a\nstate: Online\nleader: true\n", ManifestWriter.ToYaml(status));
        Assert.Equal("{}\n", ManifestWriter.ToYaml(new V1.NodeStatus()));
    }
}
