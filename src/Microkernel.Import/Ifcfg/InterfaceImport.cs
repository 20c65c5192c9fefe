using Microkernel.Import.Sources;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Ifcfg;

/// <summary>Makes the Resource of one bond or bridge, from the files of all hosts that have it.</summary>
internal sealed class InterfaceImport(
    IReadOnlyList<InterfaceFile> files, IReadOnlyList<InterfaceFile> all, ImportContext context)
{
    private readonly InterfaceFile _first = files[0];

    public NativeResource Run()
    {
        var agent = _first.Kind == InterfaceKind.Bond ? NativeResource.Bond : NativeResource.Bridge;
        var resource = NativeResource.Create(agent, _first.Name, _first.Root, context);
        _ = resource.Clone;
        resource.Set("device", _first.Name);
        foreach (var file in files)
        {
            ImportFile(file, resource);
            context.Say(
                Mapped, file.Root, file.Root.File.Name,
                $"{resource.Title}, {agent}, "
                    + (file.Node is null ? "on each node" : $"on node {file.Node}"));
        }

        resource.Set("on-stop", "keep");
        resource.Draft.Comment("spec.parameters.on-stop", "heartbeats may go over it");
        resource.Draft.Comment(
            "The hosts' own network configuration brings it up at boot and may go on doing so: what is there is adopted.");
        if (files.All(f => f.Node is not null))
        {
            resource.Restrict([.. files.Select(f => f.Node!).Distinct()]);
        }

        return resource;
    }

    private void ImportFile(InterfaceFile file, NativeResource resource)
    {
        var settings = new InterfaceSettings(file, resource, context);
        var parameters = settings.Read(PortsNamedByPorts(file));
        foreach (var (parameter, (value, attribute)) in parameters)
        {
            if (parameter is "addresses" or "gateway" or "mac" && file.Node is { } owner)
            {
                resource.Set($"on.{owner}.{parameter}", value);
            }
            else if (!resource.Has(parameter) && file == _first)
            {
                resource.Set(parameter, value);
            }
            else if (resource.ValueOf(parameter) != value && file.Node is { } node)
            {
                resource.Set($"on.{node}.{parameter}", value);
                context.Say(
                    ChangedMeaning,
                    attribute?.Owner ?? file.Root,
                    attribute?.ToString() ?? parameter,
                    $"{_first.Root.File.ShortName} says {resource.ValueOf(parameter) ?? "nothing"}; parameter"
                        + $" on.{node}.{parameter} keeps the difference");
            }
        }

        if (file != _first && file.Node is not null)
        {
            ReportMissing(file, parameters.Keys, resource);
        }
    }

    private void ReportMissing(InterfaceFile file, IEnumerable<string> has, NativeResource resource)
    {
        var common = resource.Draft.Object.Resource.Parameters.Keys
            .Where(k => !k.StartsWith("on.", StringComparison.Ordinal) && k != "device" && k != "on-stop");
        foreach (var parameter in common.Except(has))
        {
            context.Say(
                ChangedMeaning,
                file.Root,
                file.Root.File.Name,
                $"it does not say {parameter}, and {_first.Root.File.ShortName} does: it counts on {file.Node} too");
        }
    }

    // Red Hat's ports name what they are in; SUSE's bonds and bridges name their ports.
    private List<string> PortsNamedByPorts(InterfaceFile master) =>
    [
        .. all.Where(f => f.Node == master.Node && f.Name != master.Name)
            .Where(f => f.Root.Find("MASTER")?.Value == master.Name || f.Root.Find("BRIDGE")?.Value == master.Name)
            .Select(f => f.Name).Order(StringComparer.Ordinal),
    ];
}
