using Microkernel.Import.Sources;
using Microkernel.Model;
using Microkernel.V1;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.DrbdConf;

/// <summary>One section resource of drbd.conf.</summary>
internal sealed class DrbdResourceImport(
    SourceElement section, IReadOnlyList<SourceElement> commons, ImportContext context)
{
    private static readonly string[] Sections = ["net", "disk", "syncer", "options", "handlers", "startup"];

    private readonly NativeResource _resource = Take(section, context);
    private bool _isDual;

    public void Run()
    {
        if (_resource.KeptAgent is { } agent)
        {
            Keep(agent);
            return;
        }

        _resource.Set("resource", section.Label);
        var hosts = new DrbdHosts(section, _resource, context);
        hosts.Import();
        ImportOptions(section, "resource");
        foreach (var common in commons)
        {
            ImportOptions(common, "common");
        }

        var clone = _resource.Clone;
        clone.Promotable ??= new PromotableSpec();
        if (_isDual && !clone.Promotable.HasMax)
        {
            clone.Promotable.Max = 2;
        }

        hosts.Restrict();
        context.Say(Mapped, section, $"{_resource.Title}, {NativeResource.Drbd}, promotable", _resource.Draft);
        if (_resource.IsNew)
        {
            context.Say(
                ChangedMeaning,
                section,
                section.Title,
                "the init script drbd brought it up at boot, and something else, or a person, made a side primary; here"
                    + " the cluster does both: take the script out of the boot");
            _resource.Draft.Comment("Take the init script drbd out of the boot: the cluster brings the disk up.");
        }
    }

    private static NativeResource Take(SourceElement section, ImportContext context) =>
        context.Disks.TryGetValue(section.Label, out var known)
            ? known
            : context.Disks[section.Label] = NativeResource.Create(NativeResource.Drbd, section.Label, section, context);

    private void Keep(string agent)
    {
        section.TakeWhole();
        context.Say(
            Mapped,
            section,
            $"{_resource.Title} runs it by {agent}, which reads the file on each node: the file stays there. The agent"
                + $" {NativeResource.Drbd} would take all of this as parameters");
    }

    private void ImportOptions(SourceElement owner, string kind)
    {
        foreach (var attribute in owner.Attributes.Where(a => !a.IsHandled || kind == "common"))
        {
            ImportOption(attribute, kind);
        }

        foreach (var inner in owner.Children.Where(c => Sections.Contains(c.Name)).ToList())
        {
            inner.IsHandled = true;
            context.Say(Mapped, inner, inner.Title, $"{_resource.Title}: see what is in it");
            foreach (var attribute in inner.Attributes)
            {
                ImportOption(attribute, inner.Name);
            }
        }
    }

    private void ImportOption(SourceAttribute attribute, string kind)
    {
        if ((kind, attribute.Name) is ("startup", "become-primary-on"))
        {
            ImportPrimaries(attribute);
            return;
        }

        if (kind == "handlers" && DrbdHandlers.WhyNot(attribute.Value) is { } why)
        {
            context.Say(ChangedMeaning, attribute, why, _resource.Draft);
            return;
        }

        if (DrbdOption.ParameterOf(kind, attribute.Name) is not { } parameter)
        {
            return;
        }

        if (_resource.Has(parameter))
        {
            context.Say(
                Mapped, attribute, $"{_resource.Title} has said {parameter} more closely already");
            return;
        }

        var value = DrbdOption.ValueOf(parameter, attribute.Value);
        _isDual |= parameter == "dual-primary" && value == "true";
        _resource.Set(parameter, value, attribute);
        if (parameter == "fencing" && value != "resource-and-stonith")
        {
            context.Say(
                ChangedMeaning,
                attribute,
                $"kept; with {value} a side that lost its peer goes on before the peer is fenced: resource-and-stonith"
                    + " is what keeps both sides from being written",
                _resource.Draft);
        }
        else if (parameter == "dual-primary" && value == "true")
        {
            context.Say(
                ChangedMeaning,
                attribute,
                "parameter dual-primary, and promotable max 2: both sides are promoted. Only a cluster file system may"
                    + " be on it",
                _resource.Draft);
        }
        else
        {
            context.Say(Mapped, attribute, $"{_resource.Title} parameter {parameter}");
        }
    }

    private void ImportPrimaries(SourceAttribute attribute)
    {
        if (attribute.Value == "both")
        {
            _resource.Clone.Promotable = new PromotableSpec { Max = 2 };
            context.Say(Mapped, attribute, $"{_resource.Title} promotable max 2: promoted on both nodes");
            return;
        }

        foreach (var host in attribute.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var node = context.Nodes.Mention(host, section).Object.Name();
            Kinds.TryGet("Location", out var kind);
            var spec = new LocationSpec
            {
                Resource = _resource.Draft.Object.Name(),
                Node = node,
                Role = Role.Promoted,
                Score = 100,
            };
            context.Add(
                new V1.Object { Location = spec }, context.Names.Claim(kind!, $"{spec.Resource}-primary-on-{node}"),
                section);
        }

        context.Say(
            ChangedMeaning,
            attribute,
            "a Location of 100 for the promoted role: it is promoted there where nothing speaks against it, not only at"
                + " boot",
            _resource.Draft);
    }
}
