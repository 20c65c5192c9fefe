using System.Text;
using Microkernel.Core.Configuration;
using Microkernel.Driver;
using Microkernel.Import;
using Microkernel.Model.Manifests;

namespace Microkernel.Fuzz.Targets;

/// <summary>What operators hand over, and what agents print.</summary>
internal static class FileTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        // An importer tells what is wrong in its report and throws nothing.
        new("import", input => Importer.Import(input, "fuzz.conf"), []),
        new("manifest", Manifest, [Encoding.UTF8.GetBytes("kind: Node\nmetadata: {name: a}\nspec: {id: 1, attributes: {a: b}}\n")]),
        new("agent-metadata", Metadata,
        [
            Encoding.UTF8.GetBytes("""
                <?xml version="1.0"?><resource-agent name="x" version="1"><parameters><parameter name="ip" required="1">
                <content type="string" default="1"/></parameter></parameters><actions><action name="start" timeout="20s"/></actions>
                </resource-agent>
                """),
        ]),
        new("core-settings", Settings, [Encoding.UTF8.GetBytes("cluster: a\nnode: n1\ninitial-cluster: ['n1=1@10.0.0.1:7400']\n")]),
        new("member", input => Ignoring<FormatException>(() => ClusterMember.Parse(Encoding.UTF8.GetString(input))),
            [Encoding.UTF8.GetBytes("n1=1@10.0.0.1:7400,[fd00::1]:7400!witness")]),
    ];

    private static void Manifest(byte[] input) =>
        Ignoring<ManifestException>(() => ManifestReader.Read(new MemoryStream(input), "fuzz.yaml"));

    private static void Metadata(byte[] input) =>
        Ignoring<AgentMetadataException>(() => AgentMetadata.Parse("x", Encoding.UTF8.GetString(input)));

    private static void Settings(byte[] input)
    {
        var path = Path.Combine(Path.GetTempPath(), $"fuzz-{Environment.ProcessId}.yaml");
        File.WriteAllBytes(path, input);
        try
        {
            Ignoring<CoreOptionsException>(() => CoreOptionsLoader.Load(path, new Dictionary<string, string>(), _ => null));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Ignoring<TException>(Action use)
        where TException : Exception
    {
        try
        {
            use();
        }
        catch (TException)
        {
            // Refused, with a reason.
        }
    }
}
