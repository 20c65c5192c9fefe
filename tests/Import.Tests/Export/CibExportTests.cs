using System.Xml.Linq;
using Microkernel.Import.Export;
using Microkernel.Model;
using Microkernel.Model.Manifests;
using Microkernel.Simulation;

namespace Microkernel.Import.Tests.Export;

/// <summary>Every imported cluster, written as a CIB: Pacemaker's own programs take it, and place as we do.</summary>
public class CibExportTests
{
    private const string Missing = "pacemaker-cli-utils is not installed";

    public static TheoryData<string> Names =>
        [.. ImportCases.NamesOf(ImportCases.Folder).Where(n => n is not ("mistakes" or "everything"))];

    public static TheoryData<string> Shell => ["xen-ha/cluster.crm", "xen-ha/cluster-ocfs2.crm"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Export_Case_PassesCrmVerify(string name)
    {
        Assert.SkipUnless(Pacemaker.IsInstalled, Missing);

        Assert.Empty(await Pacemaker.VerifyAsync(CibExport.ToXml(ImportCases.Import(name).Objects)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Export_Case_CrmSimulatePlacesAsWeDo(string name)
    {
        Assert.SkipUnless(Pacemaker.IsInstalled, Missing);
        var cib = CibExport.ToXml(ImportCases.Import(name).Objects);

        var theirs = await Pacemaker.PlacesAsync(cib);

        var ours = CibSimulation.Run(cib, new CibSimulationOptions()).Resources
            .Where(r => theirs.ContainsKey(r.Key))
            .ToDictionary(r => r.Key, r => string.Join(' ', r.Value.Select(p => p.Node).Order(StringComparer.Ordinal)));
        Assert.Equal(theirs.Select(p => $"{p.Key}: {p.Value}"), theirs.Keys.Select(k => $"{k}: {ours[k]}"));
    }

    [Theory]
    [MemberData(nameof(Shell))]
    public async Task Export_OfCrmCommands_PlacesAsWhatTheCrmShellMakesOfThem(string file)
    {
        Assert.SkipUnless(Pacemaker.IsInstalled && Pacemaker.HasShell, "crmsh or " + Missing);
        var parts = file.Split('/');
        var text = await File.ReadAllTextAsync(
            Path.Combine(ImportCases.Folder, parts[0], "source", parts[1]), TestContext.Current.CancellationToken);

        // The shell of today refuses the old name of this property.
        var commands = text.Replace(
            "property default-resource-stickiness=\"100000\"", "rsc_defaults resource-stickiness=100000\nproperty",
            StringComparison.Ordinal);
        var result = Importer.Import(text, parts[1]);
        var nodes = result.Objects.Where(o => o.Node is not null).Select(o => o.Name()).ToList();

        var shell = await Pacemaker.PlacesAsync(await Pacemaker.LoadAsync(commands, nodes));
        var own = await Pacemaker.PlacesAsync(CibExport.ToXml(result.Objects));

        // Where two nodes are as good, either may be taken: how many run, and what runs together, is what must agree.
        Assert.Equal(Shape(shell), Shape(own));
    }

    [Fact]
    public void Export_Secrets_AreLeftOut()
    {
        var text = CibExport.ToXml(ImportCases.Import("xen-ha-clvm").Objects);

        Assert.DoesNotContain("novell", text, StringComparison.Ordinal);
        Assert.Contains("name=\"password\" value=\"\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xen-ha-clvm")]
    [InlineData("xen-ha-ocfs2")]
    [InlineData("xen-ha-san")]
    [InlineData("two-hosts")]
    [InlineData("crm-words")]
    public void Export_ImportedAgain_DeclaresTheSameResourcesAndConstraints(string name)
    {
        var before = ImportCases.Import(name).Objects;

        var again = Importer.Import(CibExport.ToXml(before), "cib.xml");

        Assert.True(again.Succeeded, again.ToText());
        Assert.Equal(Specs(before), Specs(again.Objects));
    }

    // Names of nodes do not matter, only which resources share them.
    private static List<string> Shape(SortedDictionary<string, string> places) =>
    [
        .. places.Select(p => $"{p.Key}: {p.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length} with "
            + string.Join(' ', places.Where(o => o.Value == p.Value && o.Value.Length > 0).Select(o => o.Key))),
    ];

    // What the CIB always says, and manifests need not: monitors, defaults of clones, values of secrets.
    private static List<string> Specs(IEnumerable<V1.Object> objects) =>
    [
        .. objects.Where(o => o.Resource is not null || o.Group is not null || o.Location is not null
            || o.Colocation is not null || o.Order is not null).Select(Plain)
            .Select(o => ManifestWriter.ToYaml([o])).Order(StringComparer.Ordinal),
    ];

    private static V1.Object Plain(V1.Object original)
    {
        var o = original.Clone();
        o.Metadata = new V1.ObjectMeta { Name = o.Metadata.Name };
        if (o.Resource is { } resource)
        {
            resource.Operations.Clear();
            foreach (var secret in resource.SecretParameters.Keys.ToList())
            {
                resource.SecretParameters.Remove(secret);
                resource.Parameters[secret] = string.Empty;
            }
        }

        if (o.Order is { Kind: V1.OrderKind.Mandatory } order)
        {
            order.Kind = V1.OrderKind.Unspecified;
        }

        return o;
    }
}
