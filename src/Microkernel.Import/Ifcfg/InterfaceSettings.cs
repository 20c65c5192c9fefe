using System.Globalization;
using Microkernel.Import.Sources;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.Ifcfg;

/// <summary>Turns the keys of one file into parameters.</summary>
internal sealed class InterfaceSettings(InterfaceFile file, NativeResource resource, ImportContext context)
{
    private const string Boot =
        "the host's own network configuration brings it up at boot and may go on doing so; the cluster adopts it";

    private readonly SortedDictionary<string, (string Value, SourceAttribute? From)> _parameters =
        new(StringComparer.Ordinal);

    private readonly List<string> _ports = [];

    public IReadOnlyDictionary<string, (string Value, SourceAttribute? From)> Read(IEnumerable<string> portsByPorts)
    {
        // Costs are of ports, so these come first.
        var inOrder = file.Root.Attributes.OrderBy(a => a.Name == "BRIDGE_PORTS" ? 0 : 1).ToList();
        foreach (var attribute in inOrder.Where(a => !a.IsHandled))
        {
            if (attribute.Value.Length == 0)
            {
                context.Say(Mapped, attribute, "nothing is said");
            }
            else
            {
                Map(attribute);
            }
        }

        _ports.AddRange(portsByPorts.Except(_ports));
        if (_ports.Count > 0)
        {
            _parameters["ports"] = (string.Join(',', _ports), null);
        }
        else if (file.Kind == InterfaceKind.Bond)
        {
            context.Say(
                NoCounterpart, file.Root, file.Root.File.Name,
                "no file says which interfaces are in the bond: add parameter ports");
        }

        return _parameters;
    }

    private void Map(SourceAttribute attribute)
    {
        switch (attribute.Name)
        {
            case "BONDING_OPTS" or "BONDING_MODULE_OPTS":
                new BondOptions(attribute, Set, context).Map();
                break;
            case var key when key.StartsWith("BONDING_SLAVE", StringComparison.Ordinal):
                _ports.Add(attribute.Value);
                context.Say(Mapped, attribute, $"{resource.Title} parameter ports has {attribute.Value}");
                break;
            case "BRIDGE_PORTS":
                _ports.AddRange(attribute.Value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries));
                context.Say(Mapped, attribute, $"{resource.Title} parameter ports");
                break;
            case "STARTMODE" or "ONBOOT":
                context.Say(ChangedMeaning, attribute, Boot, resource.Draft);
                break;
            case "BOOTPROTO":
                var isStatic = attribute.Value is "none" or "static";
                context.Say(
                    isStatic ? Mapped : NoCounterpart,
                    attribute,
                    isStatic ? "addresses are fixed, as here"
                        : "addresses come from a server here; set parameter addresses, or leave the interface to the"
                            + " host's own network configuration",
                    resource.Draft);
                break;
            case "BRIDGE" when attribute.Value != "yes":
                context.Say(Mapped, attribute, $"a port of {attribute.Value}");
                break;
            case "BONDING_MASTER" or "TYPE" or "BRIDGE":
                context.Say(Mapped, attribute, $"agent {resource.Draft.Object.Resource.Agent}");
                break;
            case var key when key.StartsWith("IPADDR", StringComparison.Ordinal):
                MapAddress(attribute);
                break;
            default:
                MapOther(attribute);
                break;
        }
    }

    private void MapAddress(SourceAttribute attribute)
    {
        var suffix = attribute.Name["IPADDR".Length..];
        var prefix = file.Root.Find($"PREFIX{suffix}")?.Value ?? file.Root.Find($"PREFIXLEN{suffix}")?.Value
            ?? PrefixOf(file.Root.Find($"NETMASK{suffix}")?.Value);
        var address = attribute.Value.Contains('/', StringComparison.Ordinal) || prefix is null ? attribute.Value
            : $"{attribute.Value}/{prefix}";
        if (file.Node is null)
        {
            context.Say(
                NoCounterpart,
                attribute,
                $"the address is one host's, and no folder says which host the file is of: add {address} as parameter"
                    + " on.NODE.addresses for that node, and each other node's",
                resource.Draft);
            return;
        }

        var all = _parameters.TryGetValue("addresses", out var before) ? $"{before.Value},{address}" : address;
        _parameters["addresses"] = (all, attribute);
        context.Say(Mapped, attribute, $"{resource.Title} parameter on.{file.Node}.addresses");
    }

    private void MapOther(SourceAttribute attribute)
    {
        if (IfcfgKeys.Find(attribute.Name, file.Kind) is { } known)
        {
            var value = known.Convert(attribute.Value);
            Set(known.Parameter.Replace("PORT", _ports.FirstOrDefault() ?? "PORT", StringComparison.Ordinal), value,
                attribute);
            context.Say(Mapped, attribute, $"{resource.Title} parameter {known.Parameter}");
        }
        else if (IfcfgKeys.Derived.Contains(attribute.Name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9')))
        {
            context.Say(Mapped, attribute, "seen from the address");
        }
        else
        {
            context.Say(
                NoCounterpart, attribute,
                IfcfgKeys.Losses.GetValueOrDefault(attribute.Name) ?? "a setting of the host's own network scripts");
        }
    }

    private void Set(string parameter, string value, SourceAttribute from) => _parameters[parameter] = (value, from);

    private static string? PrefixOf(string? netmask)
    {
        if (netmask is null || !System.Net.IPAddress.TryParse(netmask, out var mask))
        {
            return null;
        }

        var ones = mask.GetAddressBytes().Sum(b => System.Numerics.BitOperations.PopCount(b));
        return ones.ToString(CultureInfo.InvariantCulture);
    }
}
