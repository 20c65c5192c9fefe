using System.Globalization;
using Microkernel.Import.Sources;
using Microkernel.Model;
using static Microkernel.Import.ImportSeverity;

namespace Microkernel.Import.DrbdConf;

/// <summary>Hosts, addresses and volumes of a DRBD resource.</summary>
internal sealed class DrbdHosts(SourceElement section, NativeResource resource, ImportContext context)
{
    private static readonly string[] Disk = ["device", "disk", "meta-disk", "flexible-meta-disk"];
    private readonly List<string> _nodes = [];
    private readonly Dictionary<string, string> _addresses = new(StringComparer.Ordinal);

    public void Import()
    {
        ImportDisks(section, string.Empty);
        foreach (var host in section.Children.Where(c => c.Name == "on").ToList())
        {
            ImportHost(host);
        }

        foreach (var floating in section.Children.Where(c => c.Name == "floating").ToList())
        {
            ImportFloating(floating);
        }

        foreach (var connection in section.Children.Where(c => c.Name == "connection").ToList())
        {
            connection.IsHandled = true;
            context.Say(Mapped, connection, connection.Title, "see what is in it");
            ImportConnection(connection);
            connection.TakeChildren("path").ToList().ForEach(ImportConnection);
        }

        foreach (var mesh in section.TakeChildren("connection-mesh"))
        {
            context.Say(Mapped, mesh, mesh.Title, "each node is connected with each other");
            if (mesh.Find("hosts") is { } hosts)
            {
                context.Say(Mapped, hosts, "each node is connected with each other");
            }
        }

        SayAddresses();
    }

    /// <summary>Keeps the resource on the nodes that have its disk.</summary>
    public void Restrict() => resource.Restrict(_nodes);

    private void ImportHost(SourceElement host)
    {
        host.IsHandled = true;
        if (host.Oddity is { } oddity)
        {
            context.Say(ChangedMeaning, host, oddity, resource.Draft);
        }

        foreach (var name in host.Label.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var node = context.Nodes.Mention(name, host).Object.Name();
            _nodes.Add(node);
            ImportSide(host, node);
            if (node != name)
            {
                resource.Set($"on.{node}.host", name);
            }

            context.Say(Mapped, host, $"{resource.Title}: Node/{node} has a side of it");
        }
    }

    private void ImportSide(SourceElement host, string node)
    {
        var prefix = $"on.{node}.";
        if (host.Find("address") is { } address)
        {
            SetAddress(address, node, address.Value);
        }

        if (host.Find("node-id") is { } id)
        {
            resource.Set($"{prefix}node-id", id.Value);
            context.Say(Mapped, id, $"{resource.Title} parameter {prefix}node-id");
        }

        ImportDisks(host, prefix);
    }

    // Without volumes the resource has one, 0. What both sides say the same counts for all.
    private void ImportDisks(SourceElement owner, string prefix)
    {
        ImportVolume(owner, 0, prefix);
        foreach (var volume in owner.TakeChildren("volume").ToList())
        {
            if (!int.TryParse(volume.Label, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || number > 65_535)
            {
                volume.TakeWhole();
                context.Say(Error, volume, "expected the number of the volume, 0 to 65535");
                continue;
            }

            context.Say(Mapped, volume, volume.Title, $"{resource.Title}: see what is in it");
            ImportVolume(volume, number, prefix);
            foreach (var disk in volume.TakeChildren("disk").SelectMany(d => d.Attributes))
            {
                resource.Set($"disk.{disk.Name}", DrbdOption.ValueOf(string.Empty, disk.Value));
                context.Say(
                    ChangedMeaning, disk, $"{resource.Title} parameter disk.{disk.Name}, for all of its volumes");
            }
        }
    }

    private void ImportVolume(SourceElement owner, int number, string prefix)
    {
        foreach (var attribute in Disk.Select(owner.Find).OfType<SourceAttribute>().Where(a => !a.IsHandled))
        {
            var what = attribute.Name == "flexible-meta-disk" ? "meta-disk" : attribute.Name;
            var common = $"volume.{number}.{what}";
            var value = what == "device" ? DeviceOf(attribute.Value) : attribute.Value;
            if (prefix.Length > 0 && resource.ValueOf(common) == value)
            {
                context.Say(Mapped, attribute, $"{resource.Title} parameter {common}, the same on each node");
                continue;
            }

            var everywhere = prefix.Length > 0 && !resource.Has(common) && _nodes.Count <= 1;
            var parameter = everywhere ? common : prefix + common;
            resource.Set(parameter, value);
            context.Say(Mapped, attribute, $"{resource.Title} parameter {parameter}");
        }
    }

    // "minor 3", "/dev/drbd3", "/dev/drbd_r0 minor 3".
    private static string DeviceOf(string value)
    {
        var words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is ["minor", var minor] ? $"/dev/drbd{minor}" : words.FirstOrDefault() ?? string.Empty;
    }

    private void ImportConnection(SourceElement connection)
    {
        foreach (var host in connection.Attributes.Where(a => a.Name == "host").ToList())
        {
            var words = host.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var at = Array.IndexOf(words, "address");
            if (words.Length == 0 || at < 0)
            {
                context.Say(Mapped, host, "the address is that of the section on");
                continue;
            }

            SetAddress(host, context.Nodes.Mention(words[0], connection).Object.Name(), string.Join(' ', words[(at + 1)..]));
        }

        foreach (var net in connection.TakeChildren("net").SelectMany(n => n.Attributes))
        {
            var parameter = DrbdOption.ParameterOf("net", net.Name)!;
            resource.Set(parameter, DrbdOption.ValueOf(parameter, net.Value), net);
            context.Say(ChangedMeaning, net, $"{resource.Title} parameter {parameter}, for all of its connections");
        }
    }

    private void ImportFloating(SourceElement floating)
    {
        var words = floating.Label;
        var address = Bare(words);
        var host = address[..Math.Max(0, address.LastIndexOf(':'))].Trim('[', ']');
        var node = context.Drafts.Where(d => d.Object.Ring is not null).SelectMany(d => d.Object.Ring.Addresses)
            .FirstOrDefault(a => a.Address == host)?.Node;
        if (node is null)
        {
            floating.TakeWhole();
            context.Say(
                NoCounterpart,
                floating,
                $"no file says which node has the address {host}: add parameters on.NODE.address {address} and"
                    + " on.NODE.volume.0.disk for it",
                resource.Draft);
            return;
        }

        floating.IsHandled = true;
        _nodes.Add(node);
        resource.Set($"on.{node}.address", address);
        ImportSide(floating, node);
        context.Say(ChangedMeaning, floating, $"the node with this address on a Ring is {node}", resource.Draft);
    }

    private void SetAddress(SourceAttribute attribute, string node, string value)
    {
        var address = Bare(value);
        if (_addresses.TryGetValue(node, out var first) && first != address)
        {
            context.Say(
                NoCounterpart,
                attribute,
                $"{node} has one address for all connections, {first}: parameter on.{node}.address",
                resource.Draft);
            return;
        }

        _addresses[node] = address;
        resource.Set($"on.{node}.address", address);
        context.Say(Mapped, attribute, $"{resource.Title} parameter on.{node}.address");
    }

    // "ipv4 10.0.0.1:7789", "ipv6 [fd00::1]:7789"; ssocks and sdp are gone.
    private static string Bare(string value) => value.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["ipv4" or "ipv6", var address, ..] => address,
        [var address, ..] => address,
        _ => value,
    };

    private void SayAddresses()
    {
        if (_nodes.Count > 0 && _nodes.Count < 2)
        {
            context.Say(
                NoCounterpart, section, section.Title, $"only {_nodes[0]} has a side of it; a replicated disk needs two");
        }
    }
}
